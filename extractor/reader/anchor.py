"""What an article is about as a whole: its place, and the year of a period that prints none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.reader.dateline import MONTH, is_dateline, published, told, written
from extractor.reader.home import HOME, UNNAMED, area, is_of_own_territory, main_place
from extractor.reader.layout import Paragraph
from extractor.reader.part_of_year import SHORT_KINDS, SOON, part_of, same_part, turn
from extractor.reader.reported import main_period, reported
from extractor.span import Span

_NEAR = 3
"""Years ahead in which a text still tells of what was, and no plan."""
_AHEAD = timedelta(days=75)
"""Estimates of a period come out before it ends; from this far ahead it is a forecast."""
_WHOLE = (1, 1), (12, 31)
_SPRING = 3
"""The last month in which the year that is over is what a text sums up."""
_EARLY = 3
"""The month up to which a text that tells of a December may tell of the next year."""
_AMONG = 60
"""Times on either side of one among which its year is looked for: enough for any report, and a
bound to the work for a text of ten thousand."""


@dataclass(frozen=True)
class Anchor:
    """``place`` is the article's own place, ``rivals`` others that it could be where nothing but
    how often they are named decides, ``home`` the province that it is or lies in where one is
    named, ``period`` what it mainly reports, ``published`` its date where one is printed,
    ``written`` where the places of its datelines start, ``mentioned`` the year of the first day
    that the text dates, ``against`` the periods compared with, ``before`` the year of a «cùng kỳ
    năm 2018», ``first`` the first own period of each kind, ``hoped`` where
    years start of which a sentence tells that something is aimed at, ``planned`` where
    the later of two times starts of which only the first is reported, ``area`` what the provinces
    of a customs office are together, ``firm`` whether the title names the period, or a sentence
    with an amount."""

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
    planned: frozenset[int] = frozenset()
    area: str | None = None
    firm: bool = False

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
            before = compared.kind in ("relative", "year") or same_part(compared, mention)
            turned = before or turn(mention, compared, compared.year)
            return compared.year + (turned or self._leads_on(mention, compared, compared.year))
        latest = self.latest(mention)
        if mention.current and latest is not None:
            return latest
        if mention.current and (now := self._newest_of.get(part_of(mention))) is not None:
            return now
        around = self._around(mention)
        dated = [m for m in around if m.year is not None]
        main = [self.period] if self.period is not None and self.period.year is not None else []
        if latest is not None:
            # An article on an earlier year is written in the year after it.
            near = Span(paragraph.start, max(paragraph.start, mention.span.start))
            dated, main = (
                [m for m in times if (m.year or 0) >= latest - 1 or near.contains(m.span)]
                for times in (dated, main)
            )
        confirmed = [m for m in dated if m.year == latest]
        if self._is_just_over(mention) and not self.firm:
            # «Năm 2023 khép lại trong khó khăn. Trong quý I, …», written in April 2024.
            main = [m for m in main if m.kind != "year" or m.year == latest]
        set_before = any(m.span.start < mention.span.start for m in main)
        new = self._is_news or (latest is not None and self._compares_with(latest - 1))
        if latest is not None and not confirmed and new and not set_before:
            return self._told_before(mention, paragraph, around) or latest
        same = [m for m in dated if same_part(m, mention)]
        for candidates in (
            self._spoken_of(mention, paragraph, around),
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
        return self._implied(mention, latest)

    def _leads_on(self, mention: PeriodMention, compared: PeriodMention, year: int) -> bool:
        """«quý I so với quý IV/2023»: of the next year, as nothing is held against what is to come;
        where the text may tell of that yet."""
        over = mention.resolve(year)[1] < compared.resolve(year)[0]
        return over and self.published is not None and not self._is_ahead(mention, year + 1)

    def _around(self, mention: PeriodMention) -> Sequence[PeriodMention]:
        """The times that the text reports nearest to one."""
        here = bisect_left(self.own, mention.span.start, key=lambda m: m.span.start)
        return self.own[max(0, here - _AMONG) : here + _AMONG]

    def _spoken_of(
        self, mention: PeriodMention, paragraph: Span, around: Sequence[PeriodMention]
    ) -> list[PeriodMention]:
        """The times with a year that the paragraph tells of before the mention.

        «Năm nay» is of the year of publication. «9 tháng năm 2022 đạt …; 9 tháng năm 2021, con số
        này là …»: the one of the year before is only what the first is held against. What is told
        of the same part of a later year than the last one named goes on with that.
        """
        so_far = Span(paragraph.start, max(paragraph.start, mention.span.start))
        own_part = part_of(mention)
        undated = False
        latest: dict[tuple[object, ...], int] = {}
        spoken: list[PeriodMention] = []
        for named in around:
            if not so_far.contains(named.span):
                continue
            part, year = part_of(named), named.year
            if year is None and named.current and named.kind == "year" and self.published:
                year = self.published.year
            if year is None:
                undated = undated or part == own_part
                continue
            if undated and part == own_part and year < (self.latest(named) or 0):
                continue  # «6 tháng đạt …, trong khi 6 tháng năm 2022 là …»
            if year >= latest.get(part, year):
                latest[part] = year
                spoken.append(replace(named, year=year))
        own = latest.get(own_part, 0)
        if spoken and own > (spoken[-1].year or 0):
            return [m for m in spoken if m.year == own]
        return spoken

    def _implied(self, mention: PeriodMention, latest: int | None) -> int | None:
        """The year where no period that the article reports has one for ``mention``.

        By what stands beside it or is compared with; else that of the first day that the text
        dates, or ``latest``, the last in which the period was over.
        """
        last = self._year_against.get(part_of(mention))
        if (told := self._beside) is not None:
            year = told.year
            return year - (mention.resolve(year)[1] > told + _AHEAD)
        if last is not None:
            # «tăng 11% so với 9 tháng đầu năm 2022»: the nine months are the year's after.
            return last + 1
        last = self.before or next((m.year for m in self.against if m.kind == "year"), None)
        if last is not None:
            return last + 1
        return self.mentioned if latest is None else latest

    @cached_property
    def _year_against(self) -> Mapping[tuple[object, ...], int]:
        """The first year printed with a part of a year that something is compared with."""
        return {part_of(m): m.year for m in reversed(self.against) if m.year}

    @cached_property
    def _beside(self) -> date | None:
        """The last day of a time told without a year, right before which one with a year ended
        that it is compared with: «15 ngày đầu tháng 9 … so với nửa cuối tháng 8/2021»."""
        short = {
            dated: {
                replace(m, span=Span(0, 0)): None
                for m in times
                if m.kind in SHORT_KINDS and (m.year is not None) == dated
            }
            for dated, times in ((True, self.against), (False, self.own))
        }
        for last in short[True]:
            over = last.resolve(last.year or 0)[1]
            for mention in short[False]:
                start, end = mention.resolve(over.year + (mention.end < last.end))
                if over < start <= over + SOON:
                    return end
        return None

    @cached_property
    def _is_news(self) -> bool:
        """Whether the text tells of a time that was just over when it was published."""
        return any(self._is_just_over(m) for m in self.own)

    def _is_just_over(self, mention: PeriodMention) -> bool:
        """Whether a part of a year that prints none was just over when the text was published."""
        if self.published is None or mention.year is not None:
            return False
        if mention.kind not in ("month", "cumulative", "quarter"):
            return False
        return abs(mention.resolve(self.published.year)[1] - self.published) <= MONTH

    def _compares_with(self, year: int) -> bool:
        """Whether the text compares what it tells with some time of ``year``."""
        return self.before == year or year in self._years_against

    @cached_property
    def _years_against(self) -> frozenset[int | None]:
        return frozenset(m.year for m in self.against)

    def _told_before(
        self, mention: PeriodMention, paragraph: Span, around: Sequence[PeriodMention]
    ) -> int | None:
        """The last year printed before the mention in its paragraph."""
        spoken = self._spoken_of(mention, paragraph, around)
        return spoken[-1].year if spoken else None

    def later(
        self, mention: PeriodMention, compared: PeriodMention | None, paragraph: Span
    ) -> tuple[int, ...]:
        """The years printed that an undated period may be of too, where its year was a guess.

        Later ones that are near, of a text that does not date what the paragraph told before; where
        it says when it was written, the last in which the period was over by then. What the
        paragraph told before may be of a year that it only recalls.
        """
        if mention.year is not None or (mention.current and not self._turns(mention)):
            return ()
        if mention.current:
            year = self.year(mention, compared, paragraph)
            return (year + 1,) if year is not None else ()
        if compared is not None and compared.year is not None:
            return ()
        year = self.year(mention, compared, paragraph)
        told = [m for m in self._around(mention) if m.year is not None]
        before = Span(paragraph.start, max(paragraph.start, mention.span.start))
        if year is None:
            return ()
        if not told and self.before == year - 1:
            return ()  # «so với cùng kỳ năm 2016»: the one year that the text says
        if self.published is not None:
            latest, main = self.latest(mention), self.period
            hoped = main is not None and main.span.start in self.hoped
            if main is not None and latest == year < (main.year or 0) and not hoped:
                return (main.year or 0,)  # the text may tell of what is yet to come
            whole = (mention.start, mention.end) == _WHOLE
            if whole and self._is_amid(year) and all(m.year != year for m in told):
                return (year + 1,)  # «một năm qua», written in July
            return (latest,) if latest is not None and year != latest else ()
        spoken = [m.year or 0 for m in told if before.contains(m.span)]
        if any(m.year == year and same_part(m, mention) for m in told):
            return ()
        if spoken:
            # «Tháng 5/2023 … Năm 2022 …. Quý I, …»: the year told last may only be recalled.
            return (max(spoken),) if year < max(spoken) <= year + _NEAR else ()
        near = {m.year for m in told if m.span.start not in self.hoped}
        return tuple(sorted(y for y in near if y and year < y <= year + _NEAR))

    def _is_amid(self, year: int) -> bool:
        """Whether the text was written amid the year that follows."""
        day = self.published
        return day is not None and day.year == year + 1 and day.month > _SPRING

    def _turns(self, mention: PeriodMention) -> bool:
        """«Tháng 1 năm nay» in a text without a day on a December: maybe told in the next year."""
        main = self.period
        if self.published is not None or main is None or main.kind == "year":
            return False
        early = mention.kind in ("month", "quarter") and mention.end[0] <= _EARLY
        return early and main.end[0] == 12 and mention.end < main.start

    def _is_ahead(self, mention: PeriodMention, year: int | None) -> bool:
        """Whether the period of that year is yet to come."""
        return year is not None and self.ahead(mention.resolve(year)[1])

    def latest(self, mention: PeriodMention) -> int | None:
        """The last year in which the period was over, or nearly, by the day of publication."""
        if self.published is None:
            return None
        end = mention.resolve(self.published.year)[1]
        return self.published.year - (end > self.published + _AHEAD)

    @cached_property
    def to_date(self) -> PeriodMention | None:
        """The year up to the last month or quarter that the text reports, else to publication."""
        day = self.published
        if day is None:
            return None
        ends = [
            (end, mention)
            for mention in self.own
            if mention.kind in ("month", "cumulative", "quarter")
            and day - _AHEAD <= (end := mention.resolve(mention.year or day.year)[1]) <= day + MONTH
        ]
        if ends:
            end, mention = max(ends, key=lambda pair: pair[0])
            return replace(mention, kind="cumulative", start=(1, 1), year=end.year)
        last = day.month, day.day
        return PeriodMention(Span(0, 0), "cumulative", (1, 1), last, day.year)

    @cached_property
    def _newest(self) -> int | None:
        """The latest year printed with a time that the article reports."""
        return max((m.year for m in self.own if m.year is not None), default=None)

    @cached_property
    def _newest_of(self) -> Mapping[tuple[object, ...], int]:
        """The latest year printed with each part of a year that the article reports: «năm nay»."""
        dated = [m for m in self.own if m.year is not None and m.span.start not in self.hoped]
        return {part_of(m): m.year or 0 for m in sorted(dated, key=lambda m: m.year or 0)}

    @cached_property
    def year_names(self) -> Mapping[int, PeriodMention]:
        """The first mention of each whole year."""
        return {m.year: m for m in reversed(self.own) if m.kind == "year" and m.year is not None}

    def names(self, year: int, mention: PeriodMention, paragraph: Span) -> bool:
        """Whether a day of publication or the paragraph so far says which year it is of."""
        before = Span(paragraph.start, max(paragraph.start, mention.span.start))
        return self.published is not None or any(
            m.year == year and m.kind == "year" and before.contains(m.span)
            for m in self._around(mention)
        )

    def dates(self) -> bool:
        """Whether the article says anything of its own time."""
        return self.published is not None or self._newest is not None

    def reached(self, year: int) -> bool:
        """Whether a year is over or under way by all that the article says of its own time."""
        now = self.published.year if self.published is not None else self._newest
        return year <= (now or 0)

    def ahead(self, end: date) -> bool:
        """Whether a period ends so long after publication that only a forecast can tell of it."""
        return self.published is not None and end > self.published + _AHEAD


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
    day = published(folded, periods) or told([p for p in periods if p.span.end <= end])
    times = reported(folded, [p for p in periods if p.span.end <= end], day)
    apart = written(folded, places)
    here = [p for p in places if p.span.end <= end and p.span.start not in apart]
    if not here and is_of_own_territory(folded, paragraphs):
        here = [p for p in places if p.kind == "province" and is_dateline(folded, p)]
    place, home, rivals = main_place(folded, paragraphs, here, tells)
    if place == HOME and not here and is_of_own_territory(folded, paragraphs):
        rivals = (UNNAMED,)
    customs = area(folded, here)
    main = main_period(folded, paragraphs, times.own)
    titles = {p.span for p in paragraphs if p.title}
    telling = [s for p in paragraphs for s in ((p.span,) if p.title else p.sentences)]
    said = None
    if main is not None:
        said = next((s for s in telling if s.contains(main.span)), None)
    firm = said is not None and (said in titles or tells(said))
    return Anchor(
        place,
        home,
        main,
        day,
        times.own,
        apart,
        next((p.year for p in periods if p.kind == "date" and p.year is not None), None),
        times.against,
        next((p.year for p in periods if p.role == "last_year" and p.year is not None), None),
        {p.kind: p for p in reversed(times.own)},
        rivals,
        times.hoped,
        times.planned,
        customs[0] if customs is not None else None,
        firm,
    )
