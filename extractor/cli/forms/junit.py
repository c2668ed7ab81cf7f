"""Differences to golden as a test report in JUnit's XML, as pytest writes and Jenkins reads it.

A case is a golden, or an article that has no result. What differs is a failure, what could not be
compared an error. Times are not known. Whatever is written is valid in XML 1.0, since all of it has
passed through ``visible``.
"""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

from extractor.cli import differences, metrics
from extractor.cli.forms.publication import Publication, cosmetic, title
from extractor.cli.terminal import visible
from extractor.cli.words import counted
from extractor.diff import ArticleDiff

_SKIPPED = {
    "skipped": "skipped, not passed: its article was not given",
    "absent": "not compared: this run has no article of it",
}


def written(told: Publication) -> str:
    """The report: one suite, with a case a golden."""
    name = f"golden.{visible(told.schema)}"
    suite = ElementTree.Element("testsuite", name=name)
    cases = [a for a in told.found.articles if a.state != "new"]
    outcomes = Counter(_case(suite, name, article) for article in cases)
    if told.pending:
        about = f"{counted(told.pending, 'article')} pending: no record in the run"
        case = ElementTree.SubElement(suite, "testcase", classname=name, name="pending articles")
        ElementTree.SubElement(case, "error", message=about, type="pending")
        outcomes["error"] += 1
    counts = {
        "tests": outcomes.total(),
        "failures": outcomes["failure"],
        "errors": outcomes["error"],
        "skipped": outcomes["skipped"],
    }
    root = ElementTree.Element("testsuites")
    root.append(suite)
    for element in (root, suite):
        element.attrib.update({key: str(number) for key, number in counts.items()})
    counted_right = [*metrics.lines(told.found), differences.summary(told.found)]
    ElementTree.SubElement(suite, "system-out").text = "\n".join(counted_right)
    ElementTree.indent(root)
    xml = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml}\n'


def _case(suite: ElementTree.Element, classname: str, article: ArticleDiff) -> str:
    """Add an article's case; what came of it."""
    case = ElementTree.SubElement(
        suite, "testcase", classname=classname, name=visible(title(article))
    )
    outcome = "passed"
    if (why := differences.not_compared(article)) is not None:
        outcome = "error"
        ElementTree.SubElement(case, outcome, message=why, type=article.state).text = why
    elif (about := _SKIPPED.get(article.state)) is not None:
        outcome = "skipped"
        ElementTree.SubElement(case, outcome, message=about, type=article.state)
    elif article.regressions:
        outcome = "failure"
        about = counted(article.regressions, "regression")
        failure = ElementTree.SubElement(case, outcome, message=about, type="regression")
        gating = [difference for difference in article.differences if difference.regression]
        failure.text = "\n".join(differences.lines(gating, "", styles=False))
    notes = [
        "the article changed since it was accepted" if article.article_changed else "",
        counted(cosmetic(article), "cosmetic difference") if cosmetic(article) else "",
    ]
    if any(notes):
        ElementTree.SubElement(case, "system-out").text = ", ".join(filter(None, notes))
    return outcome
