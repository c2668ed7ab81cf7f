"""The schema's edit rules, applied to the values, to the bases that growth implies and to plans.

Edit rules as in Fellegi and Holt, «A systematic approach to automatic edit and imputation» (1976);
what a printed number stands for, and when a sum is inconsistent, as in XBRL Calculations 1.1: only
when no numbers within the intervals satisfy the rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

from extractor.checks.evidence import Aspect, Claim
from extractor.checks.grouping import FACTOR_OF, Amount, Basis, Group, Unusable, joined
from extractor.checks.wording import amount, ends, extent, grouped, telling_digits
from extractor.exact_json import plain
from extractor.numbers.interval import Interval, decimal
from extractor.record import Attribution, Finding
from extractor.schema import Balance, EditRule, Part, Schema, Sum

_NAMED = 4
"""How many numbers that contradict each other a message names."""

_RULE_ON: dict[Basis, str] = {"growth": "growth_base", "plan": "plan_base"}
_PREFIX: dict[Basis, str] = {
    "value": "",
    "growth": "a year before, as the changes imply: ",
    "plan": "planned, as the shares imply: ",
}
_NEEDED: dict[Basis, str] = {
    "value": "",
    "growth": "the change of ",
    "plan": "the share of plan of ",
}


def rule_name(rule: EditRule, basis: Basis) -> str:
    """How findings call an edit rule on some basis."""
    return _RULE_ON.get(basis, rule.rule)


def evaluate(found: Sequence[Group], rule: EditRule, basis: Basis) -> list[Finding]:
    """Every breach of one rule on one basis, and what of it cannot be judged."""
    if isinstance(rule, Part):
        findings: Iterable[Finding] = _parts(found, rule, basis)
    else:
        findings = chain(
            *(_compositions(group, rule, basis) for group in found),
            _across_scopes(found, rule, basis),
        )
    unique = {(f.rule, f.severity, f.fields): f for f in findings}
    return list(unique.values())


def conflicts(found: Sequence[Group], schema: Schema) -> list[Finding]:
    """Measures to which the statements of one group give numbers that cannot all hold."""
    findings = []
    aspects: tuple[Aspect, ...] = ("value", "change", "plan")
    for group in found:
        if len(group.statements) < 2:
            continue
        for measure in schema.measures:
            for currency in group.currencies(measure.name) or [None]:
                for aspect in aspects:
                    numbers = group.of(measure.name, aspect, currency)
                    if not group.agrees(measure.name, aspect, currency):
                        findings.append(_conflict(measure.name, aspect, numbers))
    return findings


def _conflict(measure: str, aspect: Aspect, numbers: Sequence[Claim]) -> Finding:
    # Whatever contradicts some number contradicts the one that ends first or that starts last.
    lowest = min(numbers, key=lambda n: n.interval.upper_bound()).interval
    highest = max(numbers, key=lambda n: n.interval.lower_bound()).interval
    apart = [n for n in numbers if not (n.interval.meets(lowest) and n.interval.meets(highest))]
    first = apart[0]
    other = next(n for n in apart if not n.interval.meets(first.interval))
    what = {"value": measure, "change": f"the change of {measure}", "plan": f"{measure}'s share"}
    given = list(dict.fromkeys(as_given(n) for n in apart))
    more = f" and {len(given) - _NAMED} other amounts" if len(given) > _NAMED else ""
    return _breach(
        "conflict",
        apart,
        f"{what[aspect]} is given as {' and as '.join(given[:_NAMED])}{more} "
        "for one place, period and scope",
        first.interval,
        other.exactly,
    )


def as_given(number: Claim) -> str:
    """A number as a report gives it: «425 million USD», «-52.9%»."""
    if number.aspect != "value":
        return f"{grouped(number.claimed)}%"
    scale = "" if number.scale in (None, "one") else f" {number.scale}"
    return f"{grouped(number.claimed)}{scale} {number.currency or ''}".rstrip()


def _compositions(group: Group, rule: Sum | Balance, basis: Basis) -> Iterator[Finding]:
    """A sum or balance within one group, once per statement that has a say in it."""
    for currency in group.currencies(rule.measures[0]):
        for statement in _speakers(group, rule.measures, basis, currency):
            amounts = [group.amount(m, basis, currency, statement) for m in rule.measures]
            if all(isinstance(a, Amount) for a in amounts):
                yield from _hold(rule, basis, [a for a in amounts if isinstance(a, Amount)])
            elif _is_informative(group, rule, basis, currency, amounts):
                yield _not_evaluable(group, rule, basis, currency, amounts)
                break


def _speakers(
    group: Group, measures: Sequence[str], basis: Basis, currency: str | None
) -> list[int | None]:
    """Whose numbers a rule is applied to: everybody's where all agree, else each statement's."""
    aspects: list[Aspect] = ["value"] if basis == "value" else ["value", FACTOR_OF[basis]]
    disagreeing = {
        number.statement
        for measure in measures
        for aspect in aspects
        if not group.agrees(measure, aspect, currency)
        for number in group.of(measure, aspect, currency)
    }
    return [*sorted(disagreeing)] or [None]


def _hold(
    rule: Sum | Balance, basis: Basis, amounts: Sequence[Amount], *, sure: bool = True
) -> Iterator[Finding]:
    """The finding that a composed amount does not agree with its parts, where it does not."""
    composed, parts = amounts[0], amounts[1:]
    signs = [1, -1] if isinstance(rule, Balance) else [1] * len(parts)
    expected, typical = Interval.point(0), composed.typical * 0
    for sign, part in zip(signs, parts, strict=True):
        expected = expected + part.interval.scaled(sign)
        typical += sign * part.typical
    if expected.meets(composed.interval):
        return
    numbers = tuple(chain.from_iterable(a.numbers for a in amounts))
    scale = composed.scale
    digits = telling_digits(expected, composed.interval, scale)
    terms = "".join(
        f"{'' if i == 0 else (' + ' if sign > 0 else ' - ')}{name} "
        f"{amount(part.typical, scale, digits)}"
        for i, (sign, name, part) in enumerate(zip(signs, rule.measures[1:], parts, strict=True))
    )
    message = (
        f"{_PREFIX[basis]}{terms} = {amount(typical, scale, digits)} "
        f"({extent(expected, scale, digits)}) {_unit(composed)}, "
        f"but {rule.measures[0]} is {amount(composed.typical, scale, digits)} "
        f"({extent(composed.interval, scale, digits)})"
    )
    if sure:
        yield _breach(rule_name(rule, basis), numbers, message, expected, composed.typical)
    else:
        yield _info(numbers, f"{message}; whether these have one scope is not known")


def _across_scopes(found: Sequence[Group], rule: Sum | Balance, basis: Basis) -> Iterator[Finding]:
    """Rules whose numbers stand partly under no scope and partly under the only other one.

    The two may be one scope or not: agreement is silent, disagreement no more than not judged.
    """
    by_subject: dict[tuple[str, tuple[str, str]], list[Group]] = defaultdict(list)
    for group in found:
        by_subject[group.place, group.period].append(group)
    for scopes in by_subject.values():
        if len(scopes) != 2 or None not in [g.scope for g in scopes]:
            continue
        both = joined(*scopes)
        for currency in both.currencies(rule.measures[0]):
            together = all(both.agrees(m, "value", currency) for m in rule.measures)
            if not together or any(
                all(g.of(m, "value", currency) for m in rule.measures) for g in scopes
            ):
                continue
            amounts = [both.amount(m, basis, currency) for m in rule.measures]
            if all(isinstance(a, Amount) for a in amounts):
                yield from _hold(
                    rule, basis, [a for a in amounts if isinstance(a, Amount)], sure=False
                )


def _parts(found: Sequence[Group], rule: Part, basis: Basis) -> Iterator[Finding]:
    """A part against every whole of the same place and period, whatever the scope."""
    by_subject: dict[tuple[str, tuple[str, str]], list[Group]] = defaultdict(list)
    for group in found:
        by_subject[group.place, group.period].append(group)
    for scopes in by_subject.values():
        for currency in dict.fromkeys(c for g in scopes for c in g.currencies(rule.part)):
            with_whole = [g for g in scopes if g.of(rule.whole, "value", currency)]
            if basis != "value" and not with_whole:
                continue
            wholes = [g.amount(rule.whole, basis, currency) for g in with_whole]
            known = [whole for whole in wholes if isinstance(whole, Amount)]
            largest = max(known, key=lambda whole: whole.interval.upper_bound(), default=None)
            for group in scopes:
                for statement in _speakers(group, (rule.part,), basis, currency):
                    part = group.amount(rule.part, basis, currency, statement)
                    if isinstance(part, Unusable):
                        yield _info(part.numbers, f"{_RULE_ON[basis]} cannot be judged: {part.why}")
                    elif part is not None and (largest is None or len(known) < len(wholes)):
                        yield _part_not_evaluable(rule, basis, part, wholes)
                    elif part is not None and largest is not None:
                        yield from _contain(rule, basis, part, largest)


def _contain(rule: Part, basis: Basis, part: Amount, largest: Amount) -> Iterator[Finding]:
    reach = largest.interval.up_to()
    if part.interval.meets(reach):
        return
    scale = part.scale
    digits = telling_digits(part.interval, reach, scale)
    yield _breach(
        rule_name(rule, basis),
        part.numbers + largest.numbers,
        f"{_PREFIX[basis]}{rule.part} {amount(part.typical, scale, digits)} "
        f"({extent(part.interval, scale, digits)}) is more than {rule.whole} "
        f"{amount(largest.typical, scale, digits)} "
        f"({extent(largest.interval, scale, digits)}) {_unit(part)}",
        reach,
        part.typical,
    )


def _unit(of: Amount) -> str:
    scale = "" if of.scale in (None, "one") else f"{of.scale} "
    return f"{scale}{of.numbers[0].currency or ''}"


def _is_informative(
    group: Group,
    rule: Sum | Balance,
    basis: Basis,
    currency: str | None,
    amounts: Sequence[Amount | Unusable | None],
) -> bool:
    """Whether it is worth saying that a rule could not be applied.

    It is where the composed measure and a part are there and another part is not; on a basis of
    percentages only where all values are there, since else that was said already.
    """
    values = [bool(group.of(m, "value", currency)) for m in rule.measures]
    if basis == "value":
        return any(values[1:])
    return all(values) and amounts[0] is not None and any(a is not None for a in amounts[1:])


def _not_evaluable(
    group: Group,
    rule: Sum | Balance,
    basis: Basis,
    currency: str | None,
    amounts: Sequence[Amount | Unusable | None],
) -> Finding:
    reasons = []
    for measure, found in zip(rule.measures, amounts, strict=True):
        if isinstance(found, Unusable):
            reasons.append(found.why)
        elif found is None:
            elsewhere = [c for c in group.currencies(measure) if c != currency]
            if basis == "value" and elsewhere:
                reasons.append(f"{measure} is not given in the currency of {rule.measures[0]}")
            else:
                reasons.append(f"{_NEEDED[basis]}{measure} is not given")
    numbers = chain.from_iterable(a.numbers for a in amounts if a is not None)
    name = rule_name(rule, basis)
    return _info(tuple(numbers), f"{name} cannot be judged: {'; '.join(reasons)}")


def _part_not_evaluable(
    rule: Part, basis: Basis, part: Amount, wholes: Sequence[Amount | Unusable | None]
) -> Finding:
    why = [w.why for w in wholes if isinstance(w, Unusable)]
    reason = why[0] if why else f"{_NEEDED[basis]}{rule.whole} is not given"
    return _info(part.numbers, f"{rule_name(rule, basis)} cannot be judged: {reason}")


def _breach(
    rule: str, numbers: Sequence[Claim], message: str, expected: Interval, actual: Fraction
) -> Finding:
    """A breach between numbers: the source's fault where each is printed and read as printed."""
    unsound = [n.field for n in numbers if not n.sound]
    attribution: Attribution = "model" if unsound else "source"
    return Finding(
        rule=rule,
        severity="error",
        attribution=attribution,
        fields=_fields(numbers),
        message=message,
        expected=ends(expected),
        actual=plain(decimal(actual)),
        suspect=unsound[0] if len(unsound) == 1 else None,
    )


def _info(numbers: Sequence[Claim], message: str) -> Finding:
    return Finding(
        rule="not_evaluable",
        severity="info",
        attribution="unknown",
        fields=_fields(numbers),
        message=message,
    )


def _fields(numbers: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.field for n in numbers))
