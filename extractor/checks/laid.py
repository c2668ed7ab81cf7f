"""Findings of single numbers in the light of what other rules say of them.

What is laid to the model already is not the article's own where it cannot be, and is no part of
the figures that it was put among. A value that the article prints in other words than a report
quotes for it is right, and its words are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.marks import PART
from extractor.checks.naming import official
from extractor.checks.second_reading import printed_at
from extractor.checks.weighing import Evidence, Named
from extractor.checks.wording import quoted
from extractor.reader import Told
from extractor.record import Data, Finding


def in_their_light(
    article: ArticleText,
    data: Data,
    claims: Sequence[Claim],
    told: Sequence[Told],
    findings: Sequence[Finding],
) -> Iterator[Finding]:
    """``findings``, those of single numbers as the others leave them."""
    by_field = {claim.field: claim for claim in claims}
    evidence = Evidence(article, {}, [f for f in findings if f.rule != "range"])
    otherwise = Named(f.suspect for f in findings if f.suspect and _is_of_role(f))
    read: Mapping[tuple[str, ...], list[Told]] = defaultdict(list)
    for one in told:
        if one.sure and not one.headline:
            days = one.key.start.isoformat(), one.key.end.isoformat()
            of = (one.measure, one.aspect, official(one.key.place), *days)
            read[of].append(one)
    for finding in findings:
        claim = by_field.get(finding.fields[0].replace(".approximate", ".value"))
        if claim is None:
            yield finding
        elif finding.rule == "range" and evidence.is_the_models(claim):
            yield replace(finding, attribution="model", suspect=finding.fields[0])
        elif PART in finding.message and claim in otherwise:
            continue
        elif finding.rule == "reading" and finding.suspect == claim.field and finding.expected:
            yield _of_words(article, data, claim, read, finding)
        else:
            yield finding


def _is_of_role(finding: Finding) -> bool:
    """Whether a number is laid to the model for what it is, and not for what it says."""
    words = finding.rule == "reading" and (finding.suspect or "").endswith(".text")
    certain = (finding.severity, finding.attribution) == ("error", "model")
    return certain and (words or finding.rule == "second_reading")


def _of_words(
    article: ArticleText,
    data: Data,
    claim: Claim,
    read: Mapping[tuple[str, ...], Sequence[Told]],
    finding: Finding,
) -> Finding:
    """That words do not say what a report does, which is wrong where the article prints that."""
    statement = data["statements"][claim.statement]
    figure = statement[claim.measure]
    part = figure if claim.aspect == "value" else figure[claim.aspect]
    period = statement["period"]
    of = (claim.measure, claim.aspect, official(statement["place"]), period["start"], period["end"])
    same = [one for one in read.get(of, ()) if claim.exactly in one.interval]
    starts = printed_at(article, part["text"], claim.aspect) if same else frozenset()
    for one in same:
        if one.start not in starts:
            field = claim.field.removesuffix(".value").removesuffix(".percent") + ".text"
            said = f"{finding.message}, which the article prints as {quoted(one.words)}"
            return replace(finding, suspect=field, fields=(*finding.fields, field), message=said)
    return finding
