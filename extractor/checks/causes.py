"""Findings of one article by what they seem to come from: one that leads, the others below it.

A wrong number breaks several rules, and each of them says so. What names one figure, or one thing
that a statement is of, as the suspect is one group; a breach of which no suspect stands out goes
with one of the numbers that it concerns. Every finding is in exactly one group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.record import Finding, Severity

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_TELLING = ("example_leak", "grounding", "reading", "repetition", "second_reading", "coverage")
"""Rules that hold a number against the article's own words, those that say most first; they say
what is wrong where the others say that something is."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings that belong together, the one to look at first in front.

    ``roots`` are the figures (``statements.0.export``), or what else of a statement
    (``statements.0.period``), that they are about: one where a suspect is named.
    """

    roots: tuple[str, ...]
    lead: Finding
    others: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, the leading one first."""
        return (self.lead, *self.others)


def causes(findings: Sequence[Finding]) -> list[Cause]:
    """The findings of one article in groups, errors first and those before that name a suspect."""
    grouped: list[tuple[tuple[str, ...], list[Finding]]] = []
    by_root: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.suspect is not None:
            root = _root(finding.suspect)
            if root not in by_root:
                by_root[root] = []
                grouped.append(((root,), by_root[root]))
            by_root[root].append(finding)
    for finding in findings:
        if finding.suspect is None:
            roots = tuple(dict.fromkeys(_root(field) for field in finding.fields if "." in field))
            for of, group in grouped:
                if not set(roots).isdisjoint(of) and _goes_below(finding, group):
                    group.append(finding)
                    break
            else:
                grouped.append((roots, [finding]))
    ranked = ((roots, sorted(group, key=_rank)) for roots, group in grouped)
    found = [Cause(roots, group[0], tuple(group[1:])) for roots, group in ranked]
    return sorted(found, key=lambda cause: _rank(cause.lead)[:2])


def _goes_below(finding: Finding, group: Sequence[Finding]) -> bool:
    """Whether a finding without a suspect is no graver than what it would stand below.

    What can be judged never stands with what cannot.
    """
    gravest = min(_SEVERITIES.index(other.severity) for other in group)
    infos = {finding.severity == "info", *(other.severity == "info" for other in group)}
    return len(infos) == 1 and gravest <= _SEVERITIES.index(finding.severity)


def _rank(finding: Finding) -> tuple[int, bool, int]:
    telling = _TELLING.index(finding.rule) if finding.rule in _TELLING else len(_TELLING)
    return _SEVERITIES.index(finding.severity), finding.suspect is None, telling


def _root(field: str) -> str:
    """The figure that a field is part of, or what else of a statement."""
    return ".".join(field.split(".")[:3])
