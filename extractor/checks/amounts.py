"""Whether a figure's value says what its quoted text says, and which amounts the text leaves open.

The value must be one that the printed digits can have, with the scale, currency and sign that the
article gives them. What cannot be judged, a unit that is printed nowhere, is said and not counted
as wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from extractor.checks.evidence import exact, own_unit, spread
from extractor.checks.subject import Subject
from extractor.checks.units import governing_unit, is_negative, negative_words
from extractor.checks.wording import grouped, plain_scale, quoted
from extractor.errors import one_line
from extractor.folding import Folded, fold
from extractor.numbers.hedge import Hedge
from extractor.numbers.interval import Interval
from extractor.numbers.quantity import Quantity, Reading, Scale
from extractor.numbers.quantity_lexer import quantities
from extractor.schema import SCALE_FACTOR

_PARTS = ("value", "scale", "currency", "text")


class _Choice(NamedTuple):
    """One way to read the text: an amount in it, a value of its digits, the unit that governs it.

    ``printed`` is the same amount as the article prints it, where it does; ``scale`` and
    ``currency`` are ``None`` where nothing says.
    """

    amount: Quantity
    printed: Quantity | None
    reading: Reading
    scale: Scale | None
    currency: str | None

    @property
    def value(self) -> Decimal:
        return self.reading.value.copy_abs()

    def base(self, factor: int) -> Decimal:
        """The amount in base units, by ``factor`` where no unit is printed."""
        return self.value * (SCALE_FACTOR[self.scale] if self.scale else factor)


def read_amount(subject: Subject) -> None:
    """Read the figure's value, where it has one."""
    figure, path, name = subject.figure, subject.path("value"), subject.measure.name
    given = [part for part in _PARTS if figure[part] is not None]
    absent = [part for part in _PARTS if figure[part] is None]
    if figure["value"] is None:
        if given:
            subject.wrong(
                [f"{path}.{part}" for part in given],
                f"{name} has no value, but {' and '.join(given)}",
                suspect=f"{path}.{given[0]}" if len(given) == 1 else None,
            )
        return
    if absent:
        subject.wrong(
            [f"{path}.{part}" for part in absent],
            f"{name} has a value, but no {' and no '.join(absent)}",
            suspect=f"{path}.{absent[0]}" if len(absent) == 1 else None,
        )
    claimed = exact(figure["value"])
    if claimed is None:
        message = f"{name} has a value that no article can print"
        subject.wrong([f"{path}.value"], message, suspect=f"{path}.value")
        return
    factor = SCALE_FACTOR[figure["scale"] or "one"]
    read, hedge = None, Hedge.NONE
    if figure["text"] is not None:
        read, hedge = _hold_against_text(subject, claimed, factor)
    digits = read or Reading(claimed.copy_abs(), own_unit(claimed))
    magnitude = Interval.point(digits.value) + spread(digits.value, digits.unit, hedge)
    if digits.value == claimed.copy_abs():
        magnitude = magnitude.scaled(factor)
    else:
        # The same amount in another scale: the printed digits say how exact it is.
        magnitude = magnitude.scaled(Fraction(claimed.copy_abs()) * factor / Fraction(digits.value))
    subject.add(
        "value",
        claimed,
        -magnitude if claimed < 0 else magnitude,
        sound=not any(f.severity == "error" for f in subject.findings),
    )


def _hold_against_text(
    subject: Subject, claimed: Decimal, factor: int
) -> tuple[Reading | None, Hedge]:
    """The reading of the text that the value has, as a magnitude, and its hedge."""
    text, path, name = subject.figure["text"], subject.path("value"), subject.measure.name
    words = fold(text)
    lexed = quantities(words)
    amounts = [q for q in lexed if q.kind == "money"] or [q for q in lexed if q.kind == "plain"]
    if not amounts:
        what = "states a percentage, no amount" if lexed else "holds no number"
        message = f"{name}: the text {quoted(text)} {what}"
        subject.wrong([f"{path}.text"], message, suspect=f"{path}.text")
        return None, Hedge.NONE
    choices = [choice for amount in amounts for choice in _choices(subject, words, amount)]
    taken = _taken(choices, claimed, factor)
    if taken is None:
        says = " or ".join(dict.fromkeys(grouped(choice.value) for choice in choices))
        subject.wrong(
            [f"{path}.value"],
            f"{name}: the text {quoted(text)} says {says}, the report {grouped(claimed)}",
            expected=[choices[0].base(factor)],
            actual=claimed * factor,
            suspect=_suspect(subject, "value"),
        )
        return None, Hedge.NONE
    if len({choice.amount.value.copy_abs() for choice in choices}) > 1:
        subject.unjudged(f"{path}.text", f"{name}: the text {quoted(text)} holds several amounts")
    _check_unit(subject, taken, claimed, factor)
    _check_sign(subject, taken, claimed, factor, words)
    return (
        Reading(taken.value, taken.reading.unit),
        subject.hedge(words, taken.amount, taken.printed),
    )


def _choices(subject: Subject, words: Folded, amount: Quantity) -> list[_Choice]:
    """Every reading of one amount, its unit looked for in the text, beside it, and around it."""
    scale, currency = amount.scale, amount.currency
    printed = subject.printed(words, amount, "value")
    if printed is not None:
        scale, currency = scale or printed.scale, currency or printed.currency
        if scale is None or currency is None:
            governing = governing_unit(subject.article, printed.number)
            if governing is not None:
                scale, currency = scale or governing.scale, currency or governing.currency
    return [_Choice(amount, printed, reading, scale, currency) for reading in amount.readings]


def _taken(choices: Sequence[_Choice], claimed: Decimal, factor: int) -> _Choice | None:
    """The reading that a claim has, the best of several."""
    value = claimed.copy_abs()
    base = value * factor
    same = [c for c in choices if c.value == value]
    worth = [c for c in choices if c.scale is not None and c.base(factor) == base]
    for found in (
        [c for c in same if c.base(factor) == base],
        # In another scale the text's usual reading may be meant, any other only where the digits
        # are not simply those printed: 1200 thousand is not «1.200 million» read as 1.2.
        [c for c in worth if c.reading is c.amount.readings[0]],
        same,
        worth,
    ):
        if found:
            return found[0]
    return None


def _check_unit(subject: Subject, taken: _Choice, claimed: Decimal, factor: int) -> None:
    figure, path, name = subject.figure, subject.path("value"), subject.measure.name
    text = quoted(figure["text"])
    other = None
    if taken.printed is not None and taken.printed.kind in ("percent", "multiple"):
        other = "a percentage"
    elif taken.printed is not None:
        other = subject.article.otherwise(taken.printed)
    if other is not None:
        message = f"{name}: {text} is printed as {other}, not an amount"
        subject.wrong([f"{path}.text"], message, suspect=f"{path}.text")
        return  # what is no amount has no scale and no currency
    if taken.scale is not None and taken.base(factor) != claimed.copy_abs() * factor:
        subject.wrong(
            [f"{path}.scale"],
            f"{name}: {text} is in {plain_scale(taken.scale)}, "
            f"the report says {plain_scale(figure['scale'])}",
            expected=[taken.base(factor)],
            actual=claimed * factor,
            suspect=_suspect(subject, "scale"),
        )
    if None not in (taken.currency, subject.currency) and taken.currency != subject.currency:
        subject.wrong(
            [f"{path}.currency"],
            f"{name}: {text} is in {taken.currency}, "
            f"the report says {one_line(subject.currency or '', 8)}",
            suspect=_suspect(subject, "currency"),
        )
    if taken.printed is not None and None in (taken.scale, taken.currency):
        what = "unit" if taken.scale is None else "currency"
        subject.unjudged(
            f"{path}.{'scale' if taken.scale is None else 'currency'}",
            f"{name}: no {what} is printed for {text}",
        )


def _check_sign(
    subject: Subject, taken: _Choice, claimed: Decimal, factor: int, words: Folded
) -> None:
    negative = _is_negative(subject, taken, words)
    if negative is None or not claimed or negative is (claimed < 0):
        return
    base = taken.base(factor)
    path = subject.path("value")
    subject.wrong(
        [f"{path}.value"],
        f"{subject.measure.name}: the article's words make {grouped(taken.value)} "
        f"{'negative' if negative else 'positive'}, the report says {grouped(claimed)}",
        expected=[-base if negative else base],
        actual=claimed * factor,
        suspect=_suspect(subject, "value"),
    )


def _is_negative(subject: Subject, taken: _Choice, words: Folded) -> bool | None:
    """Whether the number is negative as printed; ``None`` where it cannot be told."""
    minus = (taken.printed or taken.amount).value < 0
    if not subject.measure.signed:
        # A dash before an amount that has no sign may be anything.
        return None if minus else False
    if minus:
        return True
    if taken.printed is None:
        return negative_words(words.lower, subject.measure)
    return is_negative(subject.article, subject.measure, taken.printed.number)


def _suspect(subject: Subject, part: str) -> str:
    """The field that stands out: the text where the article does not print it."""
    path = subject.path("value")
    return f"{path}.{part if subject.place('value') is not None else 'text'}"
