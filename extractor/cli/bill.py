"""What a run used, in one line: what is known is told, and of how much nothing is.

A sum with one unknown part is unknown as a whole, so that requests are counted one by one as far as
each was kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.cli.words import counted
from extractor.endpoint.prices import told as dollars
from extractor.record import Record, Usage


@dataclass
class Bill:
    """What the requests of a run used, as far as it is known.

    ``lost`` counts requests of which not even the tokens are known, ``unpriced`` all of which the
    cost is not.
    """

    requests: int = 0
    read: int = 0
    written: int = 0
    cost: Decimal = Decimal(0)
    lost: int = 0
    unpriced: int = 0
    cached: int = 0

    def add(self, record: Record) -> None:
        """Count what a record's attempts used."""
        for usage in [attempt.usage for attempt in record.attempts] or [record.usage]:
            self._count(usage)
            self.cached += usage.cached
            self.lost += usage.requests if _lost(usage) else 0
            self.unpriced += usage.requests if _unpriced(usage) else 0

    def _count(self, usage: Usage) -> None:
        self.requests += usage.requests
        self.read += usage.prompt_tokens or 0
        self.written += usage.completion_tokens or 0
        self.cost += usage.cost_usd or 0

    def told(self, earlier: Usage) -> str:
        """One line; of ``earlier``, superseded tries, only the sum is known, or not even that."""
        self._count(earlier)
        unknown = bool(self.unpriced) or _unpriced(earlier)
        counted_any = bool(self.read or self.written)
        told = [counted(self.requests, "request")]
        if counted_any or not (self.lost or _lost(earlier)):
            told.append(f"tokens {self.read:,} + {self.written:,}")
        else:
            told.append("tokens unknown")
        if self.cached:
            told.append(f"{counted(self.cached, 'answer')} of other runs")
        if self.cost or not unknown:
            told.append(f"cost {dollars(self.cost) if self.cost else 'nothing'}")
        else:
            told.append("cost unknown")
        line = ", ".join(told)
        if self.lost and counted_any:
            tries = " and earlier tries" if _lost(earlier) else ""
            return f"{line}, and {counted(self.lost, 'request')}{tries} of which nothing is known"
        if self.cost and unknown:
            of = counted(self.unpriced, "request") if self.unpriced else "requests of earlier tries"
            return f"{line} and that of {of}, which is unknown"
        if _lost(earlier) and counted_any:
            return f"{line}, and earlier tries of which nothing is known"
        return line


def _lost(usage: Usage) -> bool:
    return usage.requests > 0 and None in (usage.prompt_tokens, usage.completion_tokens)


def _unpriced(usage: Usage) -> bool:
    # A request that was refused unread costs nothing, whatever a token costs.
    unread = usage.prompt_tokens == usage.completion_tokens == 0
    return usage.requests > 0 and usage.cost_usd is None and not unread
