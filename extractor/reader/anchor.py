"""What an article is about as a whole: its place, and the year of a period that prints none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.reader.layout import Paragraph
from extractor.span import Span

_PUBLISHED = re.compile(r"(?:đăng|cập nhật|xuất bản|ngày)[^\n]{0,12}$")
_CLOCK = re.compile(r"^[^\n]{0,12}gmt")
_DATELINE_WORDS = 14
HOME = "Việt Nam"
"""What an article in the language is about that names no place."""
_AHEAD = timedelta(days=75)
"""Estimates of a period come out before it ends; from this far ahead it is a forecast."""
_COMPARED = re.compile(
    r"(?:so|so với|bằng|hơn|kém|gấp đôi|gấp [0-9.,]+ lần)(?: cùng)? (?:của )?$"
    r"|(?:năm ngoái|năm trước|cùng kỳ) \($"
)
_DATED = re.compile(
    r"(?: \([^)\n]{1,16}\))?,?(?: [-|])? (?:ngày )?[0-9]{1,2}(?:[/.-]| tháng )[0-9]"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """``place`` is the article's own place, ``period`` what it mainly reports, ``published`` its
    date where one is printed, ``written`` where the places of its datelines start, ``mentioned``
    the year of the first day that the text dates, ``against`` the periods compared with, ``first``
    the first own period of each kind."""

    place: str
    period: PeriodMention | None
    published: date | None
    own: tuple[PeriodMention, ...]
    written: frozenset[int] = frozenset()
    mentioned: int | None = None
    against: tuple[PeriodMention, ...] = ()
    first: Mapping[str, PeriodMention] = field(default_factory=dict)

    def year(
        self, mention: PeriodMention, compared: PeriodMention | None, paragraph: Span
    ) -> int | None:
        """The year of ``mention``: printed, implied by what it is compared with, or the article's.

        In this order: the year printed with it; the year after the one it is compared with; the
        last year printed before it in its paragraph; that of the article's period; the latest year
        printed with the same part of a year; the year printed nearest before it or behind it; the
        year of publication.
        """
        if mention.year is not None:
            return mention.year
        if compared is not None and compared.year is not None:
            before = compared.kind in ("relative", "year") or _same_part(compared, mention)
            return compared.year + before
        dated = [m for m in self.own if m.year is not None]
        same = [m for m in dated if _same_part(m, mention)]
        main = [self.period] if self.period is not None and self.period.year is not None else []
        for candidates in (
            [m for m in dated if paragraph.contains(m.span) and m.span.start < mention.span.start],
            main,
            sorted(same, key=lambda m: m.year or 0)[-1:],
            dated,
        ):
            before_it = [m for m in candidates if m.span.start < mention.span.start]
            nearest = before_it[-1:] or candidates[:1]
            if nearest:
                return nearest[0].year
        last = next((m.year for m in self.against if m.year and _same_part(m, mention)), None)
        if last is not None:
            # «tăng 11% so với 9 tháng đầu năm 2022»: the nine months are the year's after.
            return last + 1
        if self.published is None:
            return self.mentioned
        end = mention.resolve(self.published.year)[1]
        return self.published.year - (end > self.published + _AHEAD)

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


def _last(mention: PeriodMention) -> tuple[int, int]:
    day = mention.resolve(2000)[1]
    return day.month, day.day


def anchor(
    folded: Folded,
    paragraphs: Sequence[Paragraph],
    periods: Sequence[PeriodMention],
    places: Sequence[PlaceMention],
) -> Anchor:
    """Find the article's place, main period and date among its own paragraphs."""
    end = paragraphs[-1].span.end if paragraphs else 0
    named = [
        p
        for p in periods
        if p.role == "own" and p.kind not in ("years", "date", "relative") and p.span.end <= end
    ]
    against = tuple(
        p for p in named if _COMPARED.search(folded.lower, max(0, p.span.start - 24), p.span.start)
    )
    compared = {p.span for p in against}
    own = tuple(p for p in named if p.span not in compared)
    written = frozenset(p.span.start for p in places if _is_dateline(folded, p))
    here = [p for p in places if p.span.end <= end and p.span.start not in written]
    return Anchor(
        _main_place(paragraphs, here),
        _main_period(paragraphs, own),
        _published(folded, periods),
        own,
        written,
        next((p.year for p in periods if p.kind == "date" and p.year is not None), None),
        against,
        {p.kind: p for p in reversed(own)},
    )


def _is_dateline(folded: Folded, place: PlaceMention) -> bool:
    """«Hà Nội, 29/12/2022» at the head of a line: where it was written, not what it is about."""
    before = folded.text[max(0, place.span.start - 1) : place.span.start]
    return before in ("", "\n", "\t", "(") and bool(_DATED.match(folded.lower, place.span.end))


def _main_place(paragraphs: Sequence[Paragraph], places: Sequence[PlaceMention]) -> str:
    """The province that the headlines above the text name, else the one named most.

    The country where it alone is named, where no province stands out, or where no place is named.
    """
    provinces = Counter(p.name for p in places if p.kind == "province")
    country = next((p.name for p in places if p.kind == "country"), None)
    opening = next((p.span.start for p in paragraphs if not p.headline), None)
    above = [p for p in places if opening is None or p.span.end <= opening]
    titled = [p.name for p in above if p.kind == "province"]
    if titled:
        return max(titled, key=lambda name: provinces[name])
    best, times = provinces.most_common(1)[0] if provinces else (HOME, 0)
    if country is not None and (
        times <= 1 or (times == 2 and any(p.kind == "country" for p in above))
    ):
        return country
    return best


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
    """The article's date: one said to be of publication, else the first on a short line."""
    candidates = []
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
        if _PUBLISHED.search(folded.lower[line_start : mention.span.start]) and not behind.strip():
            return day
        if line.count(" ") <= _DATELINE_WORDS and not _CLOCK.search(behind):
            candidates.append(day)
    return candidates[0] if candidates else None
