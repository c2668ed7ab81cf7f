"""What is said of right records where our reader reads their article wrongly in one respect.

    python -m benchmarks.misread [--show N] [FOLDERS...]

An error against the model rests on what the deterministic reader reads, and a reader that is wrong
accuses records that are right. Here every right record (the bundled goldens, the benchmark's own
articles or those in FOLDERS) is held against a reading of its article that is damaged in one
respect of one figure, as the reader itself goes wrong: it is dated by another time or given to
another place, scope or measure of the article; it is missed, or taken for something else, or a
number is taken for one that is none. For each kind the rules are told that then have an error
against the model which they have not where the reading is whole; by what of it they could have
known better is theirs to say. Proportions come with a 95% interval after Wilson.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from unittest.mock import patch

from benchmarks.plants.known import ARTICLES, Known, articles, goldens
from benchmarks.reader import interval
from benchmarks.regressions import TRADE
from extractor.checks import check
from extractor.checks.grounding import ArticleText
from extractor.numbers.interval import Interval
from extractor.reader import Around, Aside, Reading, Told, read
from extractor.record import Finding
from extractor.schema import SCALE_FACTOR

SEED = 6


@dataclass(frozen=True)
class Misread:
    """A reading that is wrong of the number at ``start``."""

    reading: Reading
    start: int


Damage = Callable[[Known, Reading, random.Random], Iterator[Misread]]


def _told(reading: Reading, dice: random.Random) -> list[Told]:
    """The amounts below the headlines, in an order that dice give."""
    told = [one for one in reading.told if one.aspect == "value" and not one.headline]
    dice.shuffle(told)
    return told


def _figure(reading: Reading, value: Told) -> list[Told]:
    """An amount with its growth and its share, which are read with it."""
    begin, end = value.start, _next(reading, value)
    return [
        one
        for one in reading.told
        if (one.measure, one.key) == (value.measure, value.key) and begin <= one.start < end
    ]


def _next(reading: Reading, value: Told) -> int:
    later = (t.start for t in reading.told if t.aspect == "value" and t.start > value.start)
    return min(later, default=10**9)


def _instead(reading: Reading, old: Sequence[Told], new: Sequence[Told]) -> Reading:
    kept = [one for one in reading.told if one not in old]
    return replace(reading, told=tuple(sorted((*kept, *new), key=lambda one: one.start)))


def dated(known: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """By the time of another figure of the article."""
    article = ArticleText.of(known.text)
    for value in _told(reading, dice):
        keys = {(t.key.start, t.key.end, t.key.text) for t in reading.told}
        others = sorted(k for k in keys if k[:2] != (value.key.start, value.key.end))
        for start, end, text in dice.sample(others, len(others)):
            begin = article.sentence_start(value.start)
            named = any(
                begin <= mention.span.start < article.sentence_end(value.start)
                and mention.resolve(mention.year or end.year) == (start, end)
                for mention in article.periods
            )
            old = _figure(reading, value)
            new = [
                replace(t, key=replace(t.key, start=start, end=end, text=text), timed=named)
                for t in old
            ]
            yield Misread(_instead(reading, old, new), value.start)


def placed(known: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """At another place that the article names."""
    article = ArticleText.of(known.text)
    for value in _told(reading, dice):
        begin, end = article.sentence_start(value.start), article.sentence_end(value.start)
        names = {p.name for p in article.places if p.kind != "foreign"} - {value.key.place}
        near = {p.name for p in article.places if begin <= p.span.start < end}
        for place in dice.sample(sorted(names), len(names)):
            old = _figure(reading, value)
            new = [
                replace(
                    t,
                    key=replace(t.key, place=place),
                    placed=place in near,
                )
                for t in old
            ]
            yield Misread(_instead(reading, old, new), value.start)


def scoped(known: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """Of another scope, of none, or of words before it that are none."""
    article = ArticleText.of(known.text)
    for value in _told(reading, dice):
        read_of = {t.key.scope for t in reading.told} - {value.key.scope}
        words = article.folded.text[article.sentence_start(value.start) : value.start].split()
        if value.key.scope is None and len(words) > 3:
            at = dice.randrange(len(words) - 2)
            read_of.add(" ".join(words[at : at + 3]))
        for scope in dice.sample(sorted(read_of, key=str), len(read_of)):
            old = _figure(reading, value)
            new = [replace(t, key=replace(t.key, scope=scope)) for t in old]
            yield Misread(_instead(reading, old, new), value.start)


def measured(_: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """As another measure of which the sentence speaks."""
    spoken = {one.start: one.spoken for one in reading.around}
    for value in _told(reading, dice):
        others = sorted(spoken.get(value.start, frozenset()) - {value.measure})
        for measure in dice.sample(others, len(others)):
            old = _figure(reading, value)
            new = [replace(t, measure=measure) for t in old]
            yield Misread(_instead(reading, old, new), value.start)


def missed(_: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """Not at all."""
    for value in _told(reading, dice):
        yield Misread(_instead(reading, _figure(reading, value), ()), value.start)


def set_aside(known: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """As something else, whose name the words before it are."""
    for value in _told(reading, dice):
        yield from _aside(reading, value, Aside(_word(known, value), "other"), None)


def among_others(known: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """As told of something that the words before it name."""
    for value in _told(reading, dice):
        yield from _aside(reading, value, None, _word(known, value))


def of_other_growth(known: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """A growth as that of the words before it."""
    for value in _told(reading, dice):
        for part in _figure(reading, value):
            if part.aspect != "value":
                yield from _aside(reading, part, None, _word(known, part), spoken=False)


def behind_another(_: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """A growth as that of the amount before its own."""
    for value in _told(reading, dice):
        before = [t for t in reading.told if t.aspect == "value" and t.start < value.start]
        growth = [t for t in _figure(reading, value) if t.aspect != "value"]
        if before and growth:
            last = before[-1]
            new = [replace(t, measure=last.measure, key=last.key) for t in growth]
            damaged = _instead(reading, growth, new)
            moved = {t.start for t in growth}
            around = tuple(
                replace(one, behind=last.start) if one.start in moved else one
                for one in damaged.around
            )
            yield Misread(replace(damaged, around=around), growth[0].start)


def _word(known: Known, told: Told) -> str:
    article = ArticleText.of(known.text)
    begin = article.sentence_start(told.start)
    words = article.folded.text[begin : told.start].split()
    return " ".join(words[:2]) or "hàng"


def _aside(
    reading: Reading,
    told: Told,
    aside: Aside | None,
    among: str | None,
    *,
    spoken: bool = True,
) -> Iterator[Misread]:
    def marked(one: Around) -> Around:
        said = one.spoken if spoken else frozenset()
        return replace(one, aside=aside, among=among, spoken=said, behind=None)

    old = _figure(reading, told) if told.aspect == "value" else [told]
    damaged = _instead(reading, old, ())
    around = tuple(marked(one) if one.start == told.start else one for one in damaged.around)
    yield Misread(replace(damaged, around=around), told.start)


def made_up(known: Known, reading: Reading, dice: random.Random) -> Iterator[Misread]:
    """A number that is none of the record's, as one of what was told last before it."""
    taken = {t.start for t in reading.told}
    article = ArticleText.of(known.text)
    free = [one for one in reading.around if one.start not in taken and one.aside is None]
    for one in dice.sample(free, len(free)):
        quantity = next(q for q in article.quantities if q.number.start >= one.start)
        before = [t for t in _told(reading, dice) if t.start < one.start]
        if quantity.kind != "money" or not before:
            continue
        last = max(before, key=lambda t: t.start)
        same = article.sentence_start(last.start) == article.sentence_start(one.start)
        if any(t.interval == last.interval for t in reading.told if t is not last):
            continue
        digits = quantity.readings[0]
        scale = SCALE_FACTOR[quantity.scale or "one"]
        size = Interval.printed(digits.value, digits.unit).scaled(scale)
        told = replace(
            last,
            start=one.start,
            interval=size,
            words=quantity.span.of(article.folded.text),
            aspect="value",
            timed=last.timed and same,
            placed=last.placed and same,
            manner="direct",
        )
        yield Misread(_instead(reading, (), (told,)), one.start)


DAMAGES: dict[str, Damage] = {
    "dated by another time": dated,
    "given to another place": placed,
    "given to another scope": scoped,
    "taken for another measure": measured,
    "missed": missed,
    "set aside": set_aside,
    "taken for a part": among_others,
    "growth taken for something else's": of_other_growth,
    "growth taken for the amount's before": behind_another,
    "a number taken for one": made_up,
}


def accused(known: Known, reading: Reading) -> list[Finding]:
    """The errors against the model of a record, held against a reading of its article."""

    def given(*_: object) -> Reading:
        return reading

    with (
        patch("extractor.checks.reading_of", given),
        patch("extractor.checks.second.reading_of", given),
    ):
        checked = check(known.text, known.data, TRADE)
    assert not checked.crashed, checked.crashed
    return [f for f in checked.findings if (f.severity, f.attribution) == ("error", "model")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[ARTICLES])
    parser.add_argument("--most", type=int, default=1, help="damages of a kind in a record")
    parser.add_argument("--show", type=int, default=0)
    asked = parser.parse_args()
    known = chain(goldens(), *(articles(folder=folder) for folder in asked.folders))
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    shown: dict[str, list[str]] = defaultdict(list)
    for one in known:
        reading = read(one.text, TRADE)
        before = {(f.rule, f.message) for f in accused(one, reading)}
        for kind, damage in DAMAGES.items():
            dice = random.Random(f"{SEED} {kind} {one.id}")
            for _, misread in zip(range(asked.most), damage(one, reading, dice), strict=False):
                tried[kind] += 1
                new = [
                    f for f in accused(one, misread.reading) if (f.rule, f.message) not in before
                ]
                wrong[kind] += bool(new)
                for rule in {f.rule for f in new}:
                    rules[kind][rule] += 1
                shown[kind] += [f"{one.id}: {f.rule}: {f.message}" for f in new[:1]]
    for kind in DAMAGES:
        said = ", ".join(f"{rule} {n}" for rule, n in rules[kind].most_common())
        print(f"{kind:40}{interval(wrong[kind], tried[kind]):34}{said}")
        for line in shown[kind][: asked.show]:
            print(f"    {line}")


if __name__ == "__main__":
    main()
