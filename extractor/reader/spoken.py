"""Which time words mean that only point to one, or count its months, by what was spoken of before.

«Ba tháng của quý», «cả quý», «nửa tháng», «ba tháng này», «hơn tám tháng».
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.numbers.period import PeriodMention
from extractor.reader.comparison import is_compared, is_within_month
from extractor.reader.recalling import Recalling

_HEDGED = re.compile(r"(?<!\w)(hơn|trên|ngoài|gần) \Z")
_HEDGE_REACH = 8
_LAST = 28
"""From this day on a month is over."""
_POINTED = frozenset({"này", "đó", "ấy", "trên", "nói trên"})
_JUST_OVER = ("vừa qua", "vừa rồi", "vừa kết thúc", "vừa khép lại")
_FEW_DAYS = ("nửa tháng", "1")


class Spoken(Recalling):
    """Finds the time spoken of that a sentence means."""

    @property
    def _lower(self) -> str:
        return self.work.folded.lower

    def _set_within(self, mention: PeriodMention) -> PeriodMention:
        """«ba tháng của quý», «kỳ 1»: of the quarter or the month that was spoken of last.

        The other half of a month that is compared with a first half is that of the month before.
        """
        spoken, own = self.work.context.spoken, self._latest()
        kinds = ("quarter", "month") if mention.kind == "quarter" else ("month", "part")
        named = [spoken[kind] for kind in kinds if kind in spoken]
        last = max(named, key=lambda m: m.span.start, default=own)
        if mention.kind != "quarter" and own is not None and own.kind == "part":
            last = own
        if last is None or (last.kind not in kinds and last.kind != "cumulative"):
            return replace(mention, kind="relative", role="previous")
        found = mention.set_within(last)
        if own is not None and found.start > own.start and is_compared(self.tokens, self.position):
            return replace(mention, kind="relative", role="previous")
        return found

    def _set_counted(self, mention: PeriodMention) -> PeriodMention:
        """«… trong quý II. Ba tháng này, …»: as many months as the time spoken of last.

        Of a quarter also where nothing says which months they are («Quý III …; ba tháng …»).
        """
        words = mention.span.of(self.work.folded.lower)
        spoken = self.work.context.spoken
        last = max(spoken.values(), key=lambda m: m.span.start, default=None)
        behind = self.tokens[self.position + 1 : self.position + 2]
        pointed = bool(behind) and behind[0].text in _POINTED
        if last is None or mention.year is not None or not words.endswith(("tháng", "qua")):
            return mention
        if last.kind not in ("quarter", "part") or not (pointed or last.kind == "quarter"):
            return mention
        if last.end[0] - last.start[0] != mention.end[0] - mention.start[0]:
            return mention
        whole = last.start[1] == 1 and last.end[1] >= _LAST
        return replace(last, span=mention.span) if whole else mention

    def _set_hedged(self, mention: PeriodMention) -> PeriodMention:
        """«đến hết 15/9 …», and then «hơn tám tháng»: up to the day told, not the month's last."""
        start = mention.span.start
        hedge = _HEDGED.search(self.work.folded.lower, max(0, start - _HEDGE_REACH), start)
        month = mention.end[0] + (hedge is not None and hedge[1] != "gần")
        if hedge is None or mention.start != (1, 1):
            return mention
        for kind in ("cumulative", "part"):
            told = self.work.context.spoken.get(kind)
            if told is None or told.end[0] != month or told.end[1] >= _LAST:
                continue
            if mention.year in (None, told.year) or told.year is None:
                year = mention.year or told.year
                return replace(mention, end=told.end, year=year)
        return mention

    def _pointed_to(self, mention: PeriodMention) -> PeriodMention | None:
        """«kỳ này», «cả quý», «quý vừa qua»: spoken of last, else just over."""
        just_over = mention.span.of(self._lower).endswith(_JUST_OVER)
        return self._spoken_last(mention) or (self._just_over(mention) if just_over else None)

    def _spoken_last(self, mention: PeriodMention) -> PeriodMention | None:
        """The time of its kind that was spoken of last."""
        context, about = self.work.context, self.work.about
        spoken = context.spoken.get(mention.kind)
        if mention.span.of(self._lower).startswith(_FEW_DAYS):
            return spoken if spoken is not None and is_within_month(spoken) else None
        if mention.kind == "quarter":
            month, ended = context.spoken.get("month"), self._quarter_ended()
            told = spoken if spoken is not None else about.first.get("quarter")
            if told is None or (
                spoken is not None and month is not None and spoken.span.start < month.span.start
            ):
                # «Dự kiến quý II …. Tháng Ba đạt …, cả quý đạt …»: of the month told last.
                return ended or told
        spoken = spoken or about.first.get(mention.kind)
        return spoken or (about.period if mention.kind == "part" else None)

    def _quarter_ended(self) -> PeriodMention | None:
        """«Tháng 9 đạt …, cả quý đạt …»: the quarter that the month spoken of ends."""
        month = self.work.context.spoken.get("month") or self.work.about.first.get("month")
        if month is None or month.end[0] % 3:
            return None
        quarter = PeriodMention(month.span, "quarter", (1, 1), (3, 31), role="within")
        return quarter.set_within(month)

    def _just_over(self, mention: PeriodMention) -> PeriodMention | None:
        """«quý vừa qua», where none was spoken of: the last that was over by the day of
        publication."""
        day = self.work.about.published
        if day is None:
            return None
        months = 3 if mention.kind == "quarter" else 1
        last = (day.month - 1) // months * months
        year, last = (day.year, last) if last else (day.year - 1, 12)
        start, end = (last - months + 1, 1), (last, 31)
        return replace(mention, start=start, end=end, year=year, role="own")
