"""The month that an amount is of by the month before it, which its growth is held against.

«Sau 9 tháng, xuất siêu 4,36 tỷ USD. Kim ngạch ở mức 3,18 tỷ USD, giảm 12,4% so với tháng 8»:
nothing of nine months is held against a month within it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.numbers.period import PeriodMention
from extractor.reader.slots import Slot
from extractor.reader.tokens import Token

_AMONG = 60
"""Times of the text among which the month is looked for."""


def date_by_month_before(
    slot: Slot,
    before: PeriodMention,
    tokens: Sequence[Token],
    told: Sequence[PeriodMention],
) -> None:
    """Give a slot whose sentence names no time the month behind ``before``, where one is ``told``.

    Where the text does not name that month, the slot's time is left in doubt.
    """
    own = slot.period
    if own is None or own.kind not in ("cumulative", "part", "quarter", "year") or slot.back:
        return
    if before.kind != "month" or before.role != "own":
        return
    named = any(t.mention is own for t in tokens)
    years = {m.year for m in (own, before) if m.year is not None}
    if named or len(years) > 1 or not own.start <= before.start or not before.end < own.end:
        return
    month = before.end[0] + 1
    after = [
        m
        for m in told[:_AMONG]
        if m.kind == "month" and m.end[0] == month and m.year in (None, *years)
    ]
    if after:
        slot.period, slot.meanwhile = after[0], ()
    else:
        slot.meanwhile = (*slot.meanwhile, before)
