"""A report's numbers with the article's own in place of those that other rules speak against.

An article may contradict itself where a model misreads it too. What is the article's is told by
the numbers that the deterministic reader binds to the same measure, place, period and scope: where
a rule does not hold with these either, no misreading is why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.checks.amounts import read_amount
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.grouping import Group, groups
from extractor.checks.location import locate
from extractor.checks.percents import read_percent
from extractor.checks.subject import Subject
from extractor.checks.weighing import Evidence
from extractor.reader import Reading
from extractor.schema import Schema, figures


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """The groups of a report with the article's own numbers, and the evidence for these.

    A number that is spoken against and that the reader does not read is in no group; ``fields``
    are those of all that are left, ``changed`` those of them that the report has otherwise.
    """

    groups: Sequence[Group]
    evidence: Evidence
    fields: frozenset[str]
    changed: frozenset[str]


def own_numbers(
    found: Sequence[Group], evidence: Evidence, reading: Reading, schema: Schema
) -> OwnNumbers:
    """The numbers of ``found`` with the article's own where ``reading`` has them."""
    read = groups(reading.data, _claims(evidence.article, reading, schema))
    bindings = dict(evidence.bindings)
    made, changed = [], set()
    for group in found:
        own = Group(group.place, group.period, group.scope, list(group.statements))
        for key, numbers in group.numbers.items():
            for number in numbers:
                if not (evidence.is_the_models(number) or evidence.is_doubted(number)):
                    own.numbers[key].append(number)
                elif (instead := _instead(number, group, read)) is not None:
                    binding = reading.bindings[_figure(instead)]
                    if not binding.doubts:
                        mine = replace(instead, statement=number.statement)
                        own.numbers[key].append(mine)
                        if mine.interval != number.interval:
                            changed.add(mine.field)
                        bindings[_figure(mine)] = binding
        made.append(own)
    fields = frozenset(n.field for g in made for numbers in g.numbers.values() for n in numbers)
    others = [f for f in evidence.findings if f.attribution != "model"]
    return OwnNumbers(
        made, Evidence(evidence.article, bindings, others), fields, frozenset(changed)
    )


def _claims(article: ArticleText, reading: Reading, schema: Schema) -> list[Claim]:
    """The numbers of the reader's own report."""
    places = locate(article, reading.data, schema)
    numbers: list[Claim] = []
    for at in figures(reading.data, schema):
        subject = Subject(article, schema.measure(at.measure), at, places)
        read_amount(subject)
        read_percent(subject, "change")
        read_percent(subject, "plan")
        numbers += subject.numbers
    return numbers


def _instead(number: Claim, of: Group, read: Sequence[Group]) -> Claim | None:
    """The one number that the reader binds where the report has another, if there is just one."""
    alike = [g for g in read if (g.place, g.period) == (of.place, of.period)]
    alike = [g for g in alike if g.scope == of.scope] or alike
    found = [n for g in alike for n in g.numbers.get((number.measure, number.aspect), ())]
    return found[0] if len(found) == 1 else None


def _figure(number: Claim) -> str:
    return f"statements.{number.statement}.{number.measure}"
