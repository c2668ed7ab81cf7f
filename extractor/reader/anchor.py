"""What an article is about as a whole: its place, and the year of a period that prints none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from extractor.folding import LOWER, UPPER, Folded
from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.reader.layout import Paragraph
from extractor.reader.lexicon import TARGET
from extractor.span import Span

_PUBLISHED = re.compile(r"(?:đăng|cập nhật|xuất bản|ra ngày|số ra)[^\n]{0,40}$")
_ISSUED = re.compile(
    r"(?<!\w)(?:giấy phép|gp|gpxb|quyết định|nghị định|nghị quyết|thông tư|công văn|bản quyền"
    r"|chứng nhận|văn bản|hiệp định)(?!\w)[^\n]*\Z"
)
"""«Giấy phép số 21/GP-BTTTT cấp ngày …»: when a paper was issued, and no article."""
_ON_DAY = re.compile(r"ngày[^\n]{0,12}$")
_CLOCK = re.compile(r"^[^\n]{0,12}gmt")
_DATELINE_WORDS = 14
_SIGNED = re.compile(r" ?\([^)\n]{1,30}\)\s*")
_BY = re.compile(
    r"(?:bài|tin|ảnh|bài và ảnh|bài, ảnh|tin, ảnh|tin và ảnh|tác giả|thực hiện|pv|ctv|phóng viên)"
    r" ?[:,-]?"
)
_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}(?:[/.-]| tháng )[0-9]{1,2}(?:[/.-]|,? năm )[0-9]{4}")
_STATE = re.compile(
    r"(?<!\w)(?:tổng cục (?:thống kê|hải quan)|(?:cục hải quan|cục thống kê) \(bộ )"
)
"""Offices whose figures are the country's where no place is named."""
_STATE_OFFICE = re.compile(
    r"(?<!\w)(?:tổng cục (?:thống kê|hải quan)|bộ (?:tài chính|công thương)|chính phủ)(?!\w)"
)
"""Offices of the state by whose head over a text it is of the country."""
_ORGANISED = re.compile(
    r"(?<!\w)(?:(?i:thông tấn xã|ngân hàng|hiệp hội|liên đoàn|tạp chí|thời báo|tập đoàn"
    r"|tổng công ty|công ty|học viện|cảng vụ|ban chỉ đạo|câu lạc bộ)|Hội|Phòng|Đài|Báo|Viện"
    r"|Đại học|Trung tâm|Quỹ|Đảng|Liên minh|Liên hiệp)"
    rf"(?: (?:và |- )?[{UPPER}][{LOWER}]*(?: [{LOWER}]+){{0,2}}){{0,6}} \Z"
)
"""What stands before a place in the name of an organisation: «Hiệp hội Dệt may Việt Nam»."""
_IN_GENERAL = re.compile(r" nói (?:chung|riêng)(?!\w)")
_BETWEEN = re.compile(r"(?<!\w)giữa \Z")
_SOURCE = re.compile(r"(?:(?:theo )?nguồn|theo|nguồn tin|tư liệu|dữ liệu) ?: ?[^\n]*")
"""A line that says where a text was taken from."""
_OWN_PROVINCE = re.compile(
    r"(?<!\w)(?:toàn|cả|trọn|của|địa bàn) tỉnh(?!\w)(?! (?:thành|khác|bạn|lân cận))"
)
"""«của tỉnh», «toàn tỉnh», which no country is."""
_OWN_TERRITORY = re.compile(
    rf"{_OWN_PROVINCE.pattern}|(?<!\w)(?:toàn|cả|của|địa bàn) thành phố(?!\w)"
)
"""Said of the place where a text was written if it names no other."""
_PARTING = re.compile(r"[,;|()/•·]|\s[-–—]\s|:\s")
"""What stands between the office, the place and the day of a dateline."""
_PLACED = re.compile(r" ?(?:tại )?(?:(?:tp\.?|thành phố|tỉnh|thủ đô) ?)?")
_PROVINCIAL_OFFICE = re.compile(
    r"(?<!\w)(?:sở|ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|tỉnh ủy|thành ủy|chi cục)(?!\w)"
)
"""Offices that a province has: their place is what they are of."""
_PROSE = re.compile(r",? [^\W\d_]")
_SHORT = 60
_NAMED = 80
"""Characters before a place in which the name of an organisation stands."""
_FEW = 2
_FOOT = 3
"""Paragraphs at either end of a text among which its dateline or signature stands."""
_NEAR = 3
"""Years ahead in which a text still tells of what was, and no plan."""
HOME = "Việt Nam"
"""What an article in the language is about that names no place."""
_AHEAD = timedelta(days=75)
"""Estimates of a period come out before it ends; from this far ahead it is a forecast."""
_MONTH = timedelta(days=31)
_SOON = timedelta(days=1)
_SHORT_KINDS = ("month", "quarter", "part")
"""Kinds of times that are told of beside the one right before them."""
_COMPARED = re.compile(
    r"(?<!\w)(?:so|so với|(?<!cao )bằng|hơn|kém|gấp đôi|gấp [0-9.,]+ lần)(?: cùng)?"
    r"(?: (?:mức|con số|giá trị|trị giá|kết quả|số))?(?: (?:gần|hơn|khoảng|trên))?"
    r"(?: [0-9.,]+ ?(?:nghìn |ngàn )?(?:triệu|tỷ|tỉ) ?(?:usd|đồng|đô la(?: mỹ)?))? "
    r"(?:(?:của|trong|hồi|vào|ở) )?\Z"
    r"|(?:năm ngoái|năm trước|cùng kỳ) \(\Z"
    r"|(?<!\w)so với (?:(?!cùng |(?:năm|quý|kỳ|tháng) (?:trước|ngoái|liền))[^\n.,;:()0-9])+\Z"
)
_SINCE = re.compile(r"(?<!\w)(?:kể từ|tính từ|từ) \Z")
"""«tháng giảm đầu tiên kể từ năm 2010»: since when, and nothing that the article reports."""
_BEFORE = 60
"""Characters before a period in which it is said to be what another is compared with, behind it in
which it is said to be what is hoped for."""
_HOPED = re.compile(rf"[^.;\n]*?(?<!\w)(?:{'|'.join(sorted(TARGET - {'sẽ'}))})(?!\w)")
_AIMED = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(TARGET - {'sẽ'}))})(?!\w)")
_DATED = re.compile(
    r"(?: \([^)\n]{1,16}\))?,?(?: [-|])? (?:ngày )?[0-9]{1,2}(?:[/.-]| tháng )[0-9]{1,2}(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """``place`` is the article's own place, ``rivals`` others that it could be where nothing but
    how often they are named decides, ``home`` the province that it is or lies in where one is
    named, ``period`` what it mainly reports, ``published`` its date where one is printed,
    ``written`` where the places of its datelines start, ``mentioned`` the year of the first day
    that the text dates, ``against`` the periods compared with, ``before`` the year of a «cùng kỳ
    năm 2018», ``first`` the first own period of each kind, ``hoped`` where
    years start of which a sentence tells that something is aimed at."""

    place: str
    home: str
    period: PeriodMention | None
    published: date | None
    own: tuple[PeriodMention, ...]
    written: frozenset[int] = frozenset()
    mentioned: int | None = None
    against: tuple[PeriodMention, ...] = ()
    before: int | None = None
    first: Mapping[str, PeriodMention] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()
    hoped: frozenset[int] = frozenset()

    def year(
        self, mention: PeriodMention, compared: PeriodMention | None, paragraph: Span
    ) -> int | None:
        """The year of ``mention``: printed, implied by what it is compared with, or the article's.

        In this order: the year printed with it; the year after the one it is compared with; the
        last year printed before it in its paragraph; that of publication where the text prints it
        too or compares with the one before it, or the words say «năm nay»; that of the article's
        period; the latest year printed with the same part of a year; the year printed nearest
        before it or behind it; the year of publication.
        """
        if mention.year is not None:
            return mention.year
        if compared is not None and compared.year is not None:
            before = compared.kind in ("relative", "year") or _same_part(compared, mention)
            return compared.year + (before or _turn(mention, compared, compared.year))
        latest = self._latest(mention)
        if mention.current and latest is not None:
            return latest
        dated = [m for m in self.own if m.year is not None]
        main = [self.period] if self.period is not None and self.period.year is not None else []
        if latest is not None:
            # An article on an earlier year is written in the year after it.
            near = Span(paragraph.start, max(paragraph.start, mention.span.start))
            dated = [m for m in dated if (m.year or 0) >= latest - 1 or near.contains(m.span)]
            main = [m for m in main if m in dated]
        confirmed = [m for m in dated if m.year == latest]
        set_before = any(m.span.start < mention.span.start for m in main)
        new = self._is_news() or (latest is not None and self._compares_with(latest - 1))
        if latest is not None and not confirmed and new and not set_before:
            return self._told_before(mention, paragraph, dated) or latest
        same = [m for m in dated if _same_part(m, mention)]
        for candidates in (
            [m for m in dated if paragraph.contains(m.span) and m.span.start < mention.span.start],
            confirmed,
            main,
            sorted(same, key=lambda m: m.year or 0)[-1:],
            dated,
        ):
            candidates = [m for m in candidates if not self._is_ahead(mention, m.year)]
            before_it = [m for m in candidates if m.span.start < mention.span.start]
            nearest = before_it[-1:] or candidates[:1]
            if nearest:
                return nearest[0].year
        last = next((m.year for m in self.against if m.year and _same_part(m, mention)), None)
        if (told := self._beside()) is not None:
            year = told.year
            return year - (mention.resolve(year)[1] > told + _AHEAD)
        if last is not None:
            # «tăng 11% so với 9 tháng đầu năm 2022»: the nine months are the year's after.
            return last + 1
        last = self.before or next((m.year for m in self.against if m.kind == "year"), None)
        if last is not None:
            return last + 1
        return self.mentioned if latest is None else latest

    def _beside(self) -> date | None:
        """The last day of a time told without a year, right before which one with a year ended
        that it is compared with: «15 ngày đầu tháng 9 … so với nửa cuối tháng 8/2021»."""
        for last in self.against:
            if last.year is None or last.kind not in _SHORT_KINDS:
                continue
            over = last.resolve(last.year)[1]
            for mention in self.own:
                if mention.year is not None or mention.kind not in _SHORT_KINDS:
                    continue
                start, end = mention.resolve(over.year + (mention.end < last.end))
                if over < start <= over + _SOON:
                    return end
        return None

    def _is_news(self) -> bool:
        """Whether the text tells of a time that was just over when it was published."""
        return self.published is not None and any(
            abs(m.resolve(self.published.year)[1] - self.published) <= _MONTH
            for m in self.own
            if m.year is None and m.kind in ("month", "cumulative", "quarter")
        )

    def _compares_with(self, year: int) -> bool:
        """Whether the text compares what it tells with some time of ``year``."""
        return self.before == year or any(m.year == year for m in self.against)

    def _told_before(
        self, mention: PeriodMention, paragraph: Span, dated: Sequence[PeriodMention]
    ) -> int | None:
        """The last year printed before the mention in its paragraph."""
        so_far = Span(paragraph.start, max(paragraph.start, mention.span.start))
        told = [m for m in dated if so_far.contains(m.span)]
        return told[-1].year if told else None

    def later(
        self, mention: PeriodMention, compared: PeriodMention | None, paragraph: Span
    ) -> tuple[int, ...]:
        """The years printed that an undated period may be of too, where its year was a guess.

        Later ones that are near, of a text that does not date what the paragraph told before; where
        it says when it was written, the last in which the period was over by then, unless what it
        mainly reports is of the year taken.
        """
        if mention.year is not None or mention.current:
            return ()
        if compared is not None and compared.year is not None:
            return ()
        year = self.year(mention, compared, paragraph)
        told = [m for m in self.own if m.year is not None]
        before = Span(paragraph.start, max(paragraph.start, mention.span.start))
        if year is None or any(before.contains(m.span) for m in told):
            return ()
        if self.published is not None:
            latest = self._latest(mention)
            led = self.period is not None and self.period.span.start < mention.span.start
            main = self.period.year if led and self.period is not None else None
            return (latest,) if latest is not None and year not in (latest, main) else ()
        near = {m.year for m in told if m.span.start not in self.hoped}
        return tuple(sorted(y for y in near if y and year < y <= year + _NEAR))

    def _is_ahead(self, mention: PeriodMention, year: int | None) -> bool:
        """Whether the period of that year is yet to come."""
        return year is not None and self.ahead(mention.resolve(year)[1])

    def _latest(self, mention: PeriodMention) -> int | None:
        """The last year in which the period was over, or nearly, by the day of publication."""
        if self.published is None:
            return None
        end = mention.resolve(self.published.year)[1]
        return self.published.year - (end > self.published + _AHEAD)

    def to_date(self) -> PeriodMention | None:
        """The year up to the last month or quarter that the text reports, else to publication."""
        day = self.published
        if day is None:
            return None
        ends = [
            (end, mention)
            for mention in self.own
            if mention.kind in ("month", "cumulative", "quarter")
            and day - _AHEAD
            <= (end := mention.resolve(mention.year or day.year)[1])
            <= day + _MONTH
        ]
        if ends:
            end, mention = max(ends, key=lambda pair: pair[0])
            return replace(mention, kind="cumulative", start=(1, 1), year=end.year)
        last = day.month, day.day
        return PeriodMention(Span(0, 0), "cumulative", (1, 1), last, day.year)

    def reached(self, year: int) -> bool:
        """Whether a year is over or under way by all that the article says of its own time."""
        dated = [m.year for m in self.own if m.year is not None]
        now = self.published.year if self.published is not None else max(dated, default=0)
        return year <= now

    def ahead(self, end: date) -> bool:
        """Whether a period ends so long after publication that only a forecast can tell of it."""
        return self.published is not None and end > self.published + _AHEAD


def _same_part(a: PeriodMention, b: PeriodMention) -> bool:
    """Whether both name the same days of some year."""
    return (a.start, _last(a)) == (b.start, _last(b))


def _turn(mention: PeriodMention, other: PeriodMention, year: int) -> int:
    """«tháng 1 giảm so với tháng 12/2020»: of the next year where one begins as the other ends.

    The last month before one of ``year`` can be of the year before it.
    """
    if mention.kind not in _SHORT_KINDS or other.kind not in _SHORT_KINDS:
        return 0
    start, end = other.resolve(year)
    if end < mention.resolve(year + 1)[0] <= end + _SOON:
        return 1
    return -(start - _SOON <= mention.resolve(year - 1)[1] < start)


def _last(mention: PeriodMention) -> tuple[int, int]:
    day = mention.resolve(2000)[1]
    return day.month, 29 if (day.month, day.day) == (2, 28) else day.day


def anchor(
    folded: Folded,
    paragraphs: Sequence[Paragraph],
    periods: Sequence[PeriodMention],
    places: Sequence[PlaceMention],
    tells: Callable[[Span], bool],
) -> Anchor:
    """Find the article's place, main period and date among its own paragraphs.

    ``tells`` says whether a sentence names a measure and an amount.
    """
    end = paragraphs[-1].span.end if paragraphs else 0
    published = _published(folded, periods)
    named = [
        p
        for p in periods
        if p.role == "own" and p.kind not in ("years", "date", "relative") and p.span.end <= end
    ]
    against = tuple(
        p
        for p in named
        if _COMPARED.search(folded.lower, max(0, p.span.start - _BEFORE), p.span.start)
    )
    compared = {p.span for p in (*against, *_planned(folded, named))} | {
        p.span
        for p in named
        if p.kind == "year" and _SINCE.search(folded.lower, max(0, p.span.start - 12), p.span.start)
    }
    own = tuple(p for p in named if p.span not in compared)
    if published is not None:
        # What has yet to begin is a plan: it is not what the article reports.
        own = tuple(p for p in own if p.year is None or p.resolve(p.year)[0] <= published)
    written = frozenset(
        p.span.start
        for p in places
        if _is_dateline(folded, p) or _is_signature(folded, p) or _is_of_name(folded, p)
    )
    here = [p for p in places if p.span.end <= end and p.span.start not in written]
    if not here and any(_OWN_TERRITORY.search(folded.lower, *p.span) for p in paragraphs):
        here = [p for p in places if p.kind == "province" and _is_dateline(folded, p)]
    place, home, rivals = _main_place(folded, paragraphs, here, tells)
    return Anchor(
        place,
        home,
        _main_period(paragraphs, own),
        published,
        own,
        written,
        next((p.year for p in periods if p.kind == "date" and p.year is not None), None),
        against,
        next((p.year for p in periods if p.role == "last_year" and p.year is not None), None),
        {p.kind: p for p in reversed(own)},
        rivals,
        frozenset(p.span.start for p in own if p.kind == "year" and _is_hoped(folded, p)),
    )


def _is_hoped(folded: Folded, year: PeriodMention) -> bool:
    """«Kịch bản tỉnh đưa ra: năm 2025 kim ngạch đạt 6 tỷ USD»: behind a word of aim."""
    before = folded.lower[max(0, year.span.start - 2 * _BEFORE) : year.span.start]
    return _AIMED.search(re.split(r"[.;\n]\s", before)[-1]) is not None


def _planned(folded: Folded, named: Sequence[PeriodMention]) -> list[PeriodMention]:
    """«Năm 2023, tỉnh kỳ vọng …»: years of which the text tells what is hoped for."""
    return [
        p
        for p in named
        if p.kind == "year" and _HOPED.match(folded.lower, p.span.end, p.span.end + _BEFORE)
    ]


def _is_dateline(folded: Folded, place: PlaceMention) -> bool:
    """«Hà Nội, 29/12/2022» at the head of a line: where it was written, not what it is about.

    So is a place that stands alone on a short line with the day, in whatever order with an office.
    """
    start, end = place.span
    before = folded.text[max(0, start - 1) : start]
    if before in ("", "\n", "\t", "(") and _DATED.match(folded.lower, end):
        return True
    head = folded.lower[max(0, start - _NAMED) : start]
    led, *_ = reversed(head.split("\n"))
    follows = folded.lower[end : end + _NAMED].split("\n", 1)[0]
    if (led == head and start > _NAMED) or len(led) + end - start + len(follows) > _NAMED:
        return False
    alone = _PLACED.fullmatch(_PARTING.split(led)[-1]) and not _PARTING.split(follows)[0].strip()
    dated = _DAY.search(led) or _DAY.search(follows)
    return bool(alone and dated) and not _PROVINCIAL_OFFICE.search(led + follows)


def _is_signature(folded: Folded, place: PlaceMention) -> bool:
    """«Thái Bình (tổng hợp)», «Bài, ảnh: Thái Bình», «Thái Bình» beside a date: who wrote it."""
    text = folded.lower
    start = text.rfind("\n", 0, place.span.start) + 1
    end = text.find("\n", place.span.end)
    end = end if end >= 0 else len(text)
    if not start or end - start > _SHORT:
        return False
    if before := text[start : place.span.start].strip():
        return bool(_BY.fullmatch(before)) and not text[place.span.end : end].strip()
    if _SIGNED.fullmatch(text, place.span.end, end):
        return True
    if text[place.span.end : end].strip():
        return False
    above = text[max(0, text.rfind("\n", 0, start - 1) + 1) : start]
    below = text[end + 1 : end + 1 + _SHORT].split("\n", 1)[0]
    return any(len(line) < _SHORT and _DAY.search(line) for line in (above, below))


def _is_of_name(folded: Folded, place: PlaceMention) -> bool:
    """«Thông tấn xã Việt Nam», «Nguồn: Báo Lào Cai», «giữa Việt Nam và …»: of whom no one tells.

    The province of an office that has its figures is one that a text is of.
    """
    start, end = place.span
    before = folded.text[max(0, start - _NAMED) : start].rsplit("\n", 1)[-1]
    if place.kind in ("country", "region"):
        if _ORGANISED.search(before) or _IN_GENERAL.match(folded.lower, end):
            return True
        return place.kind == "country" and _BETWEEN.search(before.lower()) is not None
    line = folded.lower.rfind("\n", 0, start) + 1
    return start - line < _SHORT and _SOURCE.fullmatch(folded.lower, line, start) is not None


def _main_place(
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
    opening = next((p.span.start for p in paragraphs if not p.headline), None)
    above = [p for p in places if opening is None or p.span.end <= opening]
    titled = [p.name for p in above if p.kind == "province"]
    best, times = provinces.most_common(1)[0] if provinces else (HOME, 0)
    told = _told(folded, paragraphs, places, tells)
    national = told[:1] == [HOME]
    if titled and not (national and above[0].kind == "country"):
        name = max(titled, key=lambda name: provinces[name])
        return name, name, ()
    gates = {p.name for p in above if p.kind == "gate"}
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


def _is_of_state(folded: Folded, paragraphs: Sequence[Paragraph], opening: int | None) -> bool:
    """Whether an office of the state heads the text, or stands on a short line at either end."""
    if opening is None:
        return False
    if _STATE_OFFICE.search(folded.lower, 0, opening) is not None:
        return True
    ends = [p.span for p in (*paragraphs[:_FOOT], *paragraphs[-_FOOT:])]
    parts = (
        p for s in ends if s.end - s.start < _NAMED for p in _PARTING.split(s.of(folded.lower))
    )
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


def _told(
    folded: Folded,
    paragraphs: Sequence[Paragraph],
    places: Sequence[PlaceMention],
    tells: Callable[[Span], bool],
) -> list[str]:
    """The first place of every sentence of the text that tells a measure's amount of some place.

    The country where a sentence without a place has the figure from an office of the state.
    """
    starts = [p.span.start for p in places]
    told = []
    for paragraph in paragraphs:
        if paragraph.headline:
            continue
        for sentence in paragraph.sentences:
            if not tells(sentence):
                continue
            at = bisect_left(starts, sentence.start)
            while at < len(places) and places[at].kind in ("gate", "foreign"):
                at += 1
            if at < len(places) and places[at].span.end <= sentence.end:
                told.append(HOME if places[at].kind == "country" else places[at].name)
            elif _STATE.search(folded.lower, sentence.start, sentence.end):
                told.append(HOME)
    return told


def _main_period(
    paragraphs: Sequence[Paragraph], own: Sequence[PeriodMention]
) -> PeriodMention | None:
    """The title's period where it names one, else the first one named."""
    for paragraph in paragraphs:
        if paragraph.title:
            for mention in own:
                if paragraph.span.contains(mention.span):
                    return mention
    dated = [m for m in own if m.year is not None]
    return next(iter(dated or own), None)


def _published(folded: Folded, periods: Sequence[PeriodMention]) -> date | None:
    """The article's date: one said to be of publication, else the first on a short line.

    A page's own clock only where there is no other.
    """
    candidates: list[date] = []
    clocks: list[date] = []
    for mention in periods:
        if mention.kind != "date" or mention.year is None:
            continue
        line_start = folded.lower.rfind("\n", 0, mention.span.start) + 1
        line_end = folded.lower.find("\n", mention.span.end)
        line = folded.lower[line_start : line_end if line_end >= 0 else None]
        behind = folded.lower[mention.span.end : mention.span.end + 20]
        try:
            day = mention.resolve(mention.year)[0]
        except ValueError:
            continue
        before = folded.lower[max(line_start, mention.span.start - _SHORT) : mention.span.start]
        if _ISSUED.search(before):
            continue
        said = _PUBLISHED.search(before) is not None and not _PROSE.match(behind)
        if said or (_ON_DAY.search(before) and not behind.strip()):
            return day
        if line.count(" ") <= _DATELINE_WORDS or _is_iso(mention.span.of(folded.text)):
            (clocks if _CLOCK.search(behind) else candidates).append(day)
    return next(iter(candidates or clocks), None)


def _is_iso(date: str) -> bool:
    """«2025-08-14»: no prose writes a day so."""
    return date[:4].isdigit()
