"""The place that an article is about: the country, one province or one gate.

What the headlines name goes first, then whose the first amount of the text is, then what is named
most. Where nothing but how often decides, the others that it could be come with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from extractor.folding import Folded
from extractor.numbers.place import PlaceMention
from extractor.reader.dateline import DAY, PARTING
from extractor.reader.layout import Paragraph
from extractor.span import Span

HOME = "Việt Nam"
"""What an article in the language is about that names no place."""
UNNAMED = "a province that the text does not name"
"""What else an article may be about that names no place and speaks of «toàn tỉnh»."""
_STATE = re.compile(
    r"(?<!\w)(?:tổng cục (?:thống kê|hải quan)|(?:cục hải quan|cục thống kê) \(bộ )"
)
"""Offices whose figures are the country's where no place is named."""
_STATE_OFFICE = re.compile(
    r"(?<!\w)(?:tổng cục (?:thống kê|hải quan)|bộ (?:tài chính|công thương)|chính phủ)(?!\w)"
)
"""Offices of the state by whose head over a text it is of the country."""
_OWN_PROVINCE = re.compile(
    r"(?<!\w)(?:toàn|cả|trọn|của|địa bàn) tỉnh(?!\w)(?! (?:thành|khác|bạn|lân cận))"
)
"""«của tỉnh», «toàn tỉnh», which no country is."""
_OWN_TERRITORY = re.compile(
    rf"{_OWN_PROVINCE.pattern}|(?<!\w)(?:toàn|cả|của|địa bàn) thành phố(?!\w)"
)
"""Said of the place where a text was written if it names no other."""
_AREA = re.compile(r"(?<!\w)hải quan (?P<area>khu vực [ivx]+)(?!\w)")
"""An office of customs with the number of its area, which is of several provinces or of one."""
_AREA_REACH = 160
"""Characters behind its name in which the provinces of an area are told."""
_BESIDE = re.compile(
    r"(?<!\w)(?:với|cùng|giáp|cạnh|gần|như|so với|từ|khác|sang)(?: (?:tỉnh|thành phố|tp\.?))? \Z"
)
"""Leads what another place is told of with."""
_JOINED = re.compile(r"(?:,| và| -| –| cùng) (?:(?:tỉnh|thành phố|tp\.?) ?)?")
"""Between two places that are named in one breath."""
_REACH = 24
_FEW = 2
_FOOT = 3
"""Paragraphs at either end of a text among which its dateline or signature stands."""
_LINE = 80
"""Characters of a line that is short enough to be a dateline or a signature."""
_QUESTION = 120
"""Characters that a headline which asks something has at most."""


def is_of_own_territory(folded: Folded, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a text that names no place speaks of «toàn tỉnh»: of where it was written."""
    return any(_OWN_TERRITORY.search(folded.lower, *p.span) for p in paragraphs)


def area(folded: Folded, places: Sequence[PlaceMention]) -> tuple[str, int] | None:
    """The area of a customs office that has several provinces, and where it is named first.

    «Chi cục Hải quan khu vực XX (quản lý địa bàn An Giang, Đồng Tháp, Kiên Giang)»
    """
    starts = [p.span.start for p in places]
    first: int | None = None
    for match in _AREA.finditer(folded.lower):
        first = match.start() if first is None else first
        end = match.end()
        stop = min(
            (at for mark in ").\n" if (at := folded.lower.find(mark, end, end + _AREA_REACH)) >= 0),
            default=end + _AREA_REACH,
        )
        near = places[bisect_left(starts, end) : bisect_left(starts, stop)]
        if len({p.name for p in near if p.kind == "province"}) > 1:
            name, _, number = match["area"].rpartition(" ")
            return f"Hải quan {name} {number.upper()}", first
    return None


def main_place(
    folded: Folded,
    paragraphs: Sequence[Paragraph],
    places: Sequence[PlaceMention],
    tells: Callable[[Span], bool],
) -> tuple[str, str, tuple[str, ...]]:
    """The article's own place, the province that it is or lies in, and what else it could be.

    The province that the headlines above the text name, or the one gate that they do; else the
    country where the first amount is its, or the province named most. The country also where it
    alone is named, where no province stands out, or where no place is named.
    """
    provinces = Counter(p.name for p in places if p.kind == "province")
    countries = sum(p.kind == "country" for p in places)
    opening = next((p.span.start for p in paragraphs if not _heads(folded, p)), None)
    above = [p for p in places if opening is None or p.span.end <= opening]
    gates = {p.name for p in above if p.kind == "gate"}
    titled = [
        p.name
        for p in above
        if p.kind == "province" and not (len(gates) == 1 and _is_dated(folded, p))
    ]
    best, times = _named_most(folded, places, provinces)
    told = _told(folded, paragraphs, places, tells)
    national = told[:1] == [HOME]
    if titled and not (national and above[0].kind == "country"):
        name = max(titled, key=lambda name: provinces[name])
        return name, name, _beside(folded, above, name)
    if (customs := area(folded, places)) is not None and customs[1] < (opening or 0):
        return customs[0], best, ()
    if len(gates) == 1 and sum(p.name in gates for p in places) > times:
        return gates.pop(), best, ()
    others = tuple(n for n, count in provinces.items() if n != best and 2 * count >= times)
    said = best in told or best in _leading(paragraphs, places)
    state = _is_of_state(folded, paragraphs, opening)
    scattered = times <= _FEW or 2 * times <= provinces.total()
    if _is_provincial(folded, paragraphs, provinces, above, countries) and not national:
        return best, best, ()
    often = told.count(HOME) >= told.count(best) or countries >= times
    if not titled and not said and scattered and (countries >= _FEW or state):
        return HOME, HOME, ()
    if state and not titled and (best not in told or (often and 2 * times <= provinces.total())):
        return HOME, HOME, ()
    if national and (times <= _FEW or often or 2 * times <= provinces.total()):
        return HOME, HOME, ()
    if countries and (times <= 1 or (times == _FEW and any(p.kind == "country" for p in above))):
        return HOME, HOME, (best,) if best in _leading(paragraphs, places) else ()
    return best, best, () if said else (*others, *((HOME,) if countries else ()))


def _beside(folded: Folded, above: Sequence[PlaceMention], name: str) -> tuple[str, ...]:
    """The provinces that a headline names in one breath with the article's own."""
    found: dict[str, None] = {}
    for first, second in pairwise(p for p in above if p.kind == "province"):
        between = folded.lower[first.span.end : second.span.start]
        if name in (first.name, second.name) and _JOINED.fullmatch(between):
            found |= dict.fromkeys(p.name for p in (first, second) if p.name != name)
    return tuple(found)


def _is_dated(folded: Folded, place: PlaceMention) -> bool:
    """«Quảng Ninh Online - 10/06/2024»: whether a line with a day names the place, of a paper."""
    first = folded.text.rfind("\n", 0, place.span.start) + 1
    last = folded.text.find("\n", place.span.end)
    return DAY.search(folded.lower, first, last if last >= 0 else len(folded.text)) is not None


def _named_most(
    folded: Folded, places: Sequence[PlaceMention], provinces: Counter[str]
) -> tuple[str, int]:
    """The province named most and how often; of several, one that something is told of.

    «Sau ngày về chung với Quảng Bình, Quảng Trị có ba cửa khẩu.»
    """
    times = max(provinces.values(), default=0)
    named = [p for p in places if p.kind == "province" and provinces[p.name] == times]
    beside = (
        _BESIDE.search(folded.lower, max(0, p.span.start - _REACH), p.span.start) for p in named
    )
    apart = [p.name for p, led in zip(named, beside, strict=True) if led is None]
    return next(iter((*apart, *(p.name for p in named))), HOME), times


def _heads(folded: Folded, paragraph: Paragraph) -> bool:
    """Whether a line above the text is a headline; «Vì sao …?» is one too."""
    line = paragraph.span.of(folded.text).rstrip()
    asks = len(paragraph.sentences) == 1 and line.endswith("?") and ":" not in line
    return paragraph.headline or (asks and len(line) <= _QUESTION)


def _is_of_state(folded: Folded, paragraphs: Sequence[Paragraph], opening: int | None) -> bool:
    """Whether an office of the state heads the text, or stands on a short line at either end."""
    if opening is None:
        return False
    if _STATE_OFFICE.search(folded.lower, 0, opening) is not None:
        return True
    ends = [p.span for p in (*paragraphs[:_FOOT], *paragraphs[-_FOOT:])]
    parts = (p for s in ends if s.end - s.start < _LINE for p in PARTING.split(s.of(folded.lower)))
    return any(_STATE_OFFICE.fullmatch(part.strip(" .*-")) for part in parts)


def _is_provincial(
    folded: Folded,
    paragraphs: Sequence[Paragraph],
    provinces: Counter[str],
    above: Sequence[PlaceMention],
    countries: int,
) -> bool:
    """Whether a text that names one province says «của tỉnh», «toàn tỉnh»: of that one.

    Oftener than it names the country.
    """
    if len(provinces) != 1 or any(place.kind == "country" for place in above):
        return False
    text = (p.span for p in paragraphs if not p.headline)
    return countries < sum(len(_OWN_PROVINCE.findall(folded.lower, *span)) for span in text)


def _leading(paragraphs: Sequence[Paragraph], places: Sequence[PlaceMention]) -> set[str]:
    """The places that the first paragraph of the text names."""
    lead = next((p.span for p in paragraphs if not p.headline), None)
    return {p.name for p in places if lead is not None and lead.contains(p.span)}


def state_office(folded: Folded, stretch: Span) -> int | None:
    """Where an office of the state is named last, which has the country's figures."""
    return max((m.start() for m in _STATE.finditer(folded.lower, *stretch)), default=None)


def _told(
    folded: Folded,
    paragraphs: Sequence[Paragraph],
    places: Sequence[PlaceMention],
    tells: Callable[[Span], bool],
) -> list[str]:
    """The first place of every sentence of the text that tells a measure's amount of some place.

    The country where a sentence without a place has the figure from an office of the state, which
    its paragraph so far names and no place behind it.
    """
    starts = [p.span.start for p in places]
    told = []
    for paragraph in paragraphs:
        if paragraph.headline:
            continue
        spoken = False
        for sentence in paragraph.sentences:
            at = bisect_left(starts, sentence.start)
            office = state_office(folded, sentence)
            spoken = spoken or office is not None
            if any(
                p.kind == "province" and p.span.start > (office or 0)
                for p in places[at : bisect_left(starts, sentence.end)]
            ):
                spoken = False
            if not tells(sentence):
                continue
            while at < len(places) and places[at].kind in ("gate", "foreign"):
                at += 1
            if at < len(places) and places[at].span.end <= sentence.end:
                own = _OWN_PROVINCE.search(folded.lower, sentence.start, places[at].span.start)
                if places[at].kind == "country" and own is not None:
                    continue  # «Cả tỉnh xuất được 3 tỷ USD, đứng thứ tư toàn quốc.»
                told.append(HOME if places[at].kind == "country" else places[at].name)
            elif spoken:
                told.append(HOME)
    return told
