"""What the rules catch of errors planted in right records, and what they say of right ones.

    python -m benchmarks.trust [--most N] [--plenty N] [--show N] [ANSWERS [TEXTS...]]

Errors of each kind (``benchmarks/plants``) are planted in the bundled goldens and then in records
of the benchmark's own articles, in an order and in places that dice give which fall alike each
time: at most ``--most`` of a kind in an article, and ``--plenty`` in all. A planted error is caught
where the check has a finding of severity error that the right record does not have; it is named
where such a finding has a field of the planted place among its fields or as its suspect; its repair
is right where a suggestion gives back the number that stood there. Beside this stand four simpler
practices, each on top of the one before. False alarms are counted on every right record as it is,
and on ANSWERS, a folder of a model's reports that are right (``NAME.json``), whose articles are the
bundled ones or ``NAME.txt`` in a folder of TEXTS; an article that contradicts itself is rightly
flagged, but not against the model. ``--show`` lists the first of each kind that nothing caught.
Proportions come with a 95% interval after Wilson.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import practices
from benchmarks.plants import GROUPS, PLANTS
from benchmarks.plants.headlines import changed, taken
from benchmarks.plants.known import ARTICLES, Known, Origin, Planted, answers, articles, goldens
from benchmarks.plants.standing import STANDINGS, Standing, standing
from benchmarks.reader import interval
from benchmarks.regressions import TRADE, Report
from extractor.checks import check
from extractor.record import Finding, Suggestion
from extractor.schema import base_value

SEED = 6
ORIGINS: dict[Origin, str] = {
    "golden": "bundled goldens",
    "read": "own articles, as they are read",
    "written": "own articles, as truths say",
    "answer": "a model's right answers",
}


@dataclass(frozen=True)
class Outcome:
    """What came of one planted error.

    ``found`` are the findings of severity error that the right record does not have. ``repaired``
    tells whether what they suggest is right, and is ``None`` where they suggest nothing.
    """

    kind: str
    known: Known
    planted: Planted
    standing: Standing
    found: tuple[Finding, ...]
    repaired: bool | None
    practices: tuple[bool, ...]

    @property
    def caught(self) -> bool:
        return bool(self.found)

    @property
    def named(self) -> bool:
        return any(self.is_there(f) for finding in self.found for f in finding.fields) or (
            self.suspected
        )

    @property
    def suspected(self) -> bool:
        return any(self.is_there(f.suspect) for f in self.found if f.suspect is not None)

    def is_there(self, field: str) -> bool:
        """Whether a field is one of the planted places, below one or what directly holds one."""
        return any(
            field == place
            or (place != "statements" and field.startswith(f"{place}."))
            or (field != "statements" and field == place.rpartition(".")[0])
            for place in self.planted.places
        )


@dataclass(frozen=True)
class Clean:
    """What is said of a right record: our findings, and the complaints of simpler practices."""

    known: Known
    findings: tuple[Finding, ...]
    practices: tuple[frozenset[str], ...]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def against_the_model(self) -> list[Finding]:
        return [finding for finding in self.errors if finding.attribution == "model"]


def clean(known: Known) -> Clean:
    checked = check(known.text, known.data, TRADE)
    assert not checked.crashed, checked.crashed
    others = practices.complaints(known.text, known.data)
    return Clean(known, checked.findings, tuple(map(frozenset, others)))


def outcomes(
    cleans: Iterable[Clean], kinds: Collection[str] = PLANTS, most: int = 1, plenty: int = 10**9
) -> Iterator[Outcome]:
    """Errors of every kind planted in the records, with what came of each.

    At most ``most`` of a kind in a record, and none more of a kind that ``plenty`` were planted of.
    """
    count: Counter[str] = Counter()
    for before in cleans:
        for kind in kinds:
            dice = random.Random(f"{SEED} {kind} {before.known.id}")
            left = min(most, plenty - count[kind])
            for one in islice(PLANTS[kind](before.known, dice), left):
                count[kind] += 1
                yield outcome(kind, before, one)


def outcome(kind: str, before: Clean, one: Planted) -> Outcome:
    known = before.known
    checked = check(known.text, one.data, TRADE)
    assert not checked.crashed, checked.crashed
    found = tuple(f for f in checked.findings if f.severity == "error" and _is_new(f, before))
    suggested = [f.suggestion for f in found if f.suggestion is not None]
    others = practices.complaints(known.text, one.data)
    return Outcome(
        kind,
        known,
        one,
        standing(known, one.data),
        found,
        any(is_right(s, one.data, known.data) for s in suggested) if suggested else None,
        tuple(bool(now - then) for now, then in zip(others, before.practices, strict=True)),
    )


def _is_new(finding: Finding, before: Clean) -> bool:
    """Whether it is not what was said of the right record, where statements may have moved."""
    return not any(
        (finding.rule, finding.attribution) == (old.rule, old.attribution)
        and (finding.fields == old.fields or finding.message == old.message)
        for old in before.errors
    )


def is_right(suggestion: Suggestion, wrong: Report, right: Report) -> bool:
    """Whether a suggestion gives a figure the number that it has in the right report."""
    repaired = copy.deepcopy(wrong)
    *path, last = suggestion.field.split(".")
    holder, same = _below(repaired, path), _below(right, path)
    if holder is None or same is None:
        return False
    holder[last] = suggestion.value
    if "percent" in same:
        return bool(Decimal(holder["percent"]) == Decimal(same["percent"]))
    if "value" in same and last != "text":
        return base_value(holder) == base_value(same)
    return bool(holder[last] == same[last])


def _below(report: Any, path: Sequence[str]) -> Report | None:
    for step in path:
        try:
            report = report[int(step)] if isinstance(report, list) else report[step]
        except (IndexError, KeyError, TypeError, ValueError):
            return None
    return report if isinstance(report, dict) else None


# ---- tables


def rates(found: Sequence[Outcome]) -> str:
    """One line on some planted errors: caught, named, suspected, repaired, simpler practices."""
    caught = [one for one in found if one.caught]
    suggested = Counter(one.repaired for one in found)
    beside = "".join(
        f"{_percent(sum(one.practices[i] for one in found), len(found)):>10}"
        for i in range(len(practices.PRACTICES))
    )
    return (
        f"{interval(len(caught), len(found)):34}"
        f"{_percent(sum(one.named for one in caught), len(caught)):>6}"
        f"{_percent(sum(one.suspected for one in caught), len(caught)):>8}"
        f"{suggested[True]:7}/{suggested[True] + suggested[False]:<6}{beside}"
    )


def _percent(hits: int, cases: int) -> str:
    return f"{100 * hits / cases:.0f}%" if cases else "-"


def table(found: Sequence[Outcome]) -> Iterator[str]:
    """Every kind, the groups of kinds, the standings, and all."""
    names = "".join(name.rjust(10) for name in practices.PRACTICES)
    yield (
        f"{'':44}{'leaves/breaks/holds':>20}  {'caught':34}{'named':>6}{'suspect':>8}"
        f"{'repair':>10}   {names}"
    )
    for group, kinds in GROUPS.items():
        yield group
        for kind in kinds:
            yield _row(f"  {kind}", [one for one in found if one.kind == kind])
        yield _row(f"  all {group}", [one for one in found if one.kind in kinds])
    yield ""
    corpus = [one for one in found if one.known.origin == "golden"]
    for title, ones in (("planted in the bundled goldens", corpus), ("planted in all", found)):
        yield title
        leaves, breaks, holds = ([o for o in ones if o.standing == name] for name in STANDINGS)
        for name, of in (
            *zip(STANDINGS, (leaves, breaks, holds), strict=True),
            ("leaves the text or breaks a rule", leaves + breaks),
            ("all", list(ones)),
        ):
            yield _row(f"  {name}", of)
            caught = [one for one in of if one.caught]
            repaired = [one.repaired for one in of if one.repaired is not None]
            yield f"{'':10}named          {interval(sum(o.named for o in caught), len(caught))}"
            yield f"{'':10}repair right   {interval(sum(repaired), len(repaired))}"
            for i, practice in enumerate(practices.PRACTICES):
                yield f"{'':10}{practice:15}{interval(sum(o.practices[i] for o in of), len(of))}"


def _row(title: str, found: Sequence[Outcome]) -> str:
    are = Counter(one.standing for one in found)
    shares = "/".join(f"{are[name]:5}" for name in STANDINGS)
    return f"{title:44}{shares:>20}  {rates(found)}"


def alarms(cleans: Sequence[Clean]) -> Iterator[str]:
    """What is said of right records, by where they come from."""
    yield (
        f"{'right records':34}{'an error against the model':36}{'an error at all':36}"
        "an error where the article agrees with itself"
    )
    for origin, title in ORIGINS.items():
        ones = [one for one in cleans if one.known.origin == origin]
        if not ones:
            continue
        against = sum(bool(one.against_the_model) for one in ones)
        agree = [bool(one.errors) for one in ones if not one.known.contradicts]
        yield (
            f"{title:34}{interval(against, len(ones)):36}"
            f"{interval(sum(bool(one.errors) for one in ones), len(ones)):36}"
            f"{interval(sum(agree), len(agree))}"
        )
        for i, practice in enumerate(practices.PRACTICES):
            every = [bool(one.practices[i]) for one in ones]
            agree = [bool(one.practices[i]) for one in ones if not one.known.contradicts]
            yield (
                f"  {practice:68}{interval(sum(every), len(every)):36}"
                f"{interval(sum(agree), len(agree))}"
            )
    for one in cleans:
        for finding in one.errors:
            if finding.attribution == "model" or not one.known.contradicts:
                yield f"  {one.known.origin} {one.known.id}: {finding.rule}: {finding.message}"


@dataclass(frozen=True)
class Headline:
    """What is said of a right record whose article has another number in a headline.

    ``told`` are the new contradictions, ``against_the_model`` the new errors laid to the model.
    """

    known: Known
    of: str
    told: tuple[Finding, ...]
    against_the_model: tuple[Finding, ...]


def headlines(cleans: Iterable[Clean]) -> Iterator[Headline]:
    """Every headline of right records that a number was changed in."""
    for before in cleans:
        for text, of in changed(before.known) if not before.known.contradicts else ():
            found = check(text, before.known.data, TRADE).findings
            new = [f for f in found if f not in before.findings]
            yield Headline(
                before.known,
                of,
                tuple(f for f in new if f.rule == "contradiction" and f.attribution == "source"),
                tuple(f for f in new if f.severity == "error" and f.attribution == "model"),
            )


def taken_headlines(cleans: Iterable[Clean]) -> Iterator[Outcome]:
    """Records that have the number of a changed headline, with what came of each."""
    for before in cleans:
        for known, one in taken(before.known) if not before.known.contradicts else ():
            yield outcome("headline's number taken", clean(known), one)


def is_the_articles(one: Outcome) -> bool:
    """Whether the error of a record is laid to its article, or to nobody."""
    return any(finding.attribution != "model" for finding in one.found)


def contradictions(cleans: Sequence[Clean]) -> Iterator[str]:
    """How many changed headlines are told, what comes of records that have their numbers, and how
    many that are right are told.
    """
    found = list(headlines(cleans))
    yield "headline changed in the text"
    for of in ("amount", "growth"):
        mine = [one for one in found if one.of == of]
        told = interval(sum(bool(one.told) for one in mine), len(mine))
        against = sum(bool(one.against_the_model) for one in mine)
        yield f"  {of:12}told {told}  {against} with an error against the model"
    agree = [one for one in cleans if not one.known.contradicts]
    mixed = list(taken_headlines(cleans))
    yield f"  in the record  {rates(mixed)}"
    article = sum(map(is_the_articles, mixed))
    yield f"                 laid to the article {interval(article, len(mixed))}"
    alarmed = sum(any(f.rule == "contradiction" for f in one.findings) for one in agree)
    yield f"  contradictions told of articles without one: {interval(alarmed, len(agree))}"


def shown(one: Outcome) -> str:
    """A planted error in one line: what stands at its place, and what stood there."""
    told = []
    for place in one.planted.places[:2]:
        now, then = (_at(data, place) for data in (one.planted.data, one.known.data))
        told.append(f"{place}: {now} for {then}")
    return f"    {one.known.id} ({one.standing}) {'; '.join(told)}"[:400]


def _at(report: Report, place: str) -> object:
    *path, last = place.split(".")
    holder = _below(report, path)
    found = holder.get(last) if holder is not None else _below(report, [*path, last])
    if last == "statements":
        return f"{len(report[last])} statements"
    if isinstance(found, dict) and "period" in found:
        return f"{found['place']} {found['period']['start']}-{found['period']['end']}"
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("answers", nargs="?", type=Path, metavar="ANSWERS")
    parser.add_argument("texts", nargs="*", type=Path, metavar="TEXTS")
    parser.add_argument("--articles", type=Path, default=ARTICLES, metavar="FOLDER")
    parser.add_argument("--most", type=int, default=1, metavar="N", help="of a kind in an article")
    parser.add_argument("--plenty", type=int, default=50, metavar="N", help="of a kind in all")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the first N not caught")
    options = parser.parse_args()
    begin = time.perf_counter()
    own = list(articles(folder=options.articles))
    random.Random(SEED).shuffle(own)
    right = [clean(known) for known in (*goldens(), *own)]
    given = answers(options.answers, options.texts) if options.answers else ()
    found = list(outcomes(right, most=options.most, plenty=options.plenty))
    for line in table(found):
        print(line)
    print()
    for line in alarms([*right, *map(clean, given)]):
        print(line)
    print()
    for line in contradictions(right):
        print(line)
    for kind in PLANTS if options.show else ():
        missed = [one for one in found if one.kind == kind and not one.caught]
        if missed:
            print(f"{kind}: {len(missed)} not caught")
        for one in missed[: options.show]:
            print(shown(one))
    print(f"{len(found)} errors in {len(right)} records, {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()
