"""What the edit rules leave open of every number at once: a network of intervals.

Each measure of a group has a true value, a true change and a true share; what the statements claim
of them, what the schema says that they can be and the edit rules narrow them. Value, change and
base are tied as base x (1 + change/100) = value, value, share and plan likewise, so that a sum of
values and the same sum a year before hold each other in check, which one rule at a time does not.

Narrowing is propagation of intervals over one constraint at a time (Davis, «Constraint propagation
with interval labels», 1987), then again in halves of the values that several constraints share, to
which it is blind. It is exact and bounded: what it says cannot be, cannot be; what it leaves open
may in rare cases still be impossible. Of every interval it keeps which claims made it so, and
a contradiction names the claims among which the wrong one is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from extractor.checks.evidence import Aspect, Claim
from extractor.numbers.interval import Interval

_ROUNDS = 4
_HALVINGS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What a number can be, and the claims (a bit each) that made it so."""

    interval: Interval
    because: int

    def narrowed(self, to: Interval, because: int) -> Known | None:
        """Both at once; ``None`` where there is no such number."""
        both = self.interval.intersection(to)
        if both is None:
            return None
        if both == self.interval:
            return self
        return Known(both, because if both == to else because | self.because)


class Contradiction(Exception):
    """No numbers satisfy the rules; the claims (a bit each) of which one at least is wrong."""

    def __init__(self, among: int) -> None:
        super().__init__(among)
        self.among = among


class Exhausted(Exception):
    """The work that may be done for a report is done."""


@dataclass(slots=True)
class Work:
    """How many numbers may still be looked at; all that is done for one report shares it."""

    left: int = 20_000

    def spend(self, numbers: int) -> None:
        """Look at so many numbers; raises ``Exhausted``."""
        if self.left < numbers:
            raise Exhausted
        self.left -= numbers


@dataclass(frozen=True, slots=True)
class Product:
    """``base`` times ``factor`` is ``value``; the factor is above zero."""

    base: int
    factor: int
    value: int

    @property
    def terms(self) -> tuple[int, ...]:
        """The variables that it ties."""
        return self.base, self.factor, self.value

    def narrow(self, known: list[Known]) -> Iterator[tuple[int, Interval, int]]:
        """What each variable can be by the others, and the claims that make it so.

        Whoever takes what is given enters it in ``known`` before asking for the next.
        """
        base, factor, value = (known[i] for i in self.terms)
        yield self.base, value.interval / factor.interval, value.because | factor.because
        base = known[self.base]
        yield self.value, base.interval * factor.interval, base.because | factor.because
        value = known[self.value]
        if base.interval != Interval.point(0):
            yield self.factor, value.interval / base.interval, value.because | base.because


@dataclass(frozen=True, slots=True)
class Composition:
    """The first of ``terms`` is the others, each with its sign, together."""

    terms: tuple[int, ...]
    signs: tuple[int, ...]

    def narrow(self, known: list[Known]) -> Iterator[tuple[int, Interval, int]]:
        """As a product does."""
        for place, variable in enumerate(self.terms):
            total, because = Interval.point(0), 0
            for other, (i, sign) in enumerate(zip(self.terms, self.signs, strict=True)):
                if other != place:
                    # Summed up they are nothing: the composed one counts negative.
                    total = total + (known[i].interval if sign > 0 else -known[i].interval)
                    because |= known[i].because
            yield variable, -total if self.signs[place] > 0 else total, because


@dataclass(frozen=True, slots=True)
class Containment:
    """``part`` is not more than the largest of ``wholes``."""

    part: int
    wholes: tuple[int, ...]

    @property
    def terms(self) -> tuple[int, ...]:
        """The variables that it ties."""
        return self.part, *self.wholes

    def narrow(self, known: list[Known]) -> Iterator[tuple[int, Interval, int]]:
        """As a product does; of several wholes it says nothing, since any may be the large one."""
        largest = max((known[i].interval for i in self.wholes), key=lambda i: i.upper_bound())
        because = 0
        for i in self.wholes:
            because |= known[i].because
        yield self.part, largest.up_to(), because
        if len(self.wholes) == 1:
            part = known[self.part]
            yield self.wholes[0], -(-part.interval).up_to(), part.because


Constraint = Product | Composition | Containment


class Network:
    """The numbers of a report that rules tie together; ``claims`` are known by their position."""

    def __init__(
        self,
        claims: Sequence[Claim],
        starts: Sequence[Interval],
        of: Sequence[tuple[int, ...]],
        constraints: Sequence[Constraint],
        work: Work,
    ) -> None:
        """``of`` has the claims' variables; ``starts`` what a variable can be without claims."""
        self.claims = claims
        self.work = work
        self._starts = starts
        self._unsaid = [Known(start, 0) for start in starts]
        self._of = of
        self._constraints = constraints
        self._shared = [c.value for c in constraints if isinstance(c, Product)]

    def left(
        self, released: int = 0, instead: Mapping[int, Interval] | None = None
    ) -> Sequence[Known]:
        """What is left of every variable where the claims in ``released`` (a bit each) say nothing.

        ``instead`` are other intervals for claims. Raises ``Contradiction``.
        """
        self.work.spend(len(self.claims))
        known = list(self._unsaid)
        for number, claim in enumerate(self.claims):
            if not released >> number & 1:
                said = (instead or {}).get(number, claim.interval)
                for variable in self._of[number]:
                    _narrow(known, variable, in_units(claim.aspect, said), 1 << number)
        self._spread(known, self._constraints)
        return known

    def solve(self, released: int = 0, instead: Mapping[int, Interval] | None = None) -> None:
        """Raise ``Contradiction`` where ``left`` does, or would in halves of what is shared."""
        self._search(list(self.left(released, instead)), _HALVINGS)

    def _search(self, known: list[Known], halvings: int) -> None:
        widths = {
            v: i.high - i.low
            for v in self._shared
            if (i := known[v].interval).low is not None and i.high is not None and i.low < i.high
        }
        if not halvings or not widths:
            return
        widest = max(widths, key=lambda v: widths[v])
        whole = known[widest]
        assert whole.interval.low is not None
        middle = whole.interval.low + widths[widest] / 2
        among = 0
        for half in (Interval(None, middle), Interval(middle)):
            part = list(known)
            try:
                _narrow(part, widest, half, whole.because)
                self._spread(part, self._touching({widest}))
                self._search(part, halvings - 1)
            except Contradiction as met:
                among |= met.among
            else:
                return
        raise Contradiction(among)

    def _spread(self, known: list[Known], waiting: Sequence[Constraint]) -> None:
        for _ in range(_ROUNDS):
            changed = set()
            for constraint in waiting:
                self.work.spend(len(constraint.terms))
                for variable, interval, because in constraint.narrow(known):
                    if _narrow(known, variable, interval, because):
                        changed.add(variable)
            waiting = self._touching(changed)
            if not waiting:
                break

    def _touching(self, variables: set[int]) -> Sequence[Constraint]:
        return [c for c in self._constraints if not variables.isdisjoint(c.terms)]

    def holds(self, released: int = 0, instead: Mapping[int, Interval] | None = None) -> bool:
        """Whether the rules leave numbers for everything."""
        try:
            self.solve(released, instead)
        except Contradiction:
            return False
        return True

    def room(self, number: int) -> Interval | None:
        """What the rules and all others leave for a claim, in its own units; ``None``: nothing."""
        try:
            known = self.left(1 << number)
        except Contradiction:
            return None
        common: Interval | None = Interval()
        for variable in self._of[number]:
            common = common and common.intersection(known[variable].interval)
        return common and _from_units(self.claims[number].aspect, common)

    def components(self) -> list[Network]:
        """The network in parts that nothing ties to each other, those without a rule too."""
        root = list(range(len(self._starts)))

        def find(variable: int) -> int:
            while root[variable] != variable:
                root[variable] = root[root[variable]]
                variable = root[variable]
            return variable

        for tied in (*(c.terms for c in self._constraints), *self._of):
            for variable in tied[1:]:
                root[find(variable)] = find(tied[0])
        numbers: dict[int, list[int]] = defaultdict(list)
        constraints: dict[int, list[Constraint]] = defaultdict(list)
        for number, variables in enumerate(self._of):
            numbers[find(variables[0])].append(number)
        for constraint in self._constraints:
            constraints[find(constraint.terms[0])].append(constraint)
        return [
            Network(
                [self.claims[n] for n in found],
                self._starts,
                [self._of[n] for n in found],
                constraints[key],
                self.work,
            )
            for key, found in numbers.items()
        ]


def _narrow(known: list[Known], variable: int, to: Interval, because: int) -> bool:
    """Narrow a variable, and tell whether that changed it; raises ``Contradiction``."""
    before = known[variable]
    after = before.narrowed(to, because)
    if after is None:
        raise Contradiction(before.because | because)
    known[variable] = after
    return after is not before


def in_units(aspect: Aspect, interval: Interval) -> Interval:
    """An interval as the network has it: a percentage as what its base is multiplied by."""
    if aspect == "value":
        return interval
    moved = interval + Interval.point(100) if aspect == "change" else interval
    return moved.scaled(Fraction(1, 100))


def _from_units(aspect: Aspect, interval: Interval) -> Interval:
    if aspect == "value":
        return interval
    percent = interval.scaled(100)
    return percent - Interval.point(100) if aspect == "change" else percent
