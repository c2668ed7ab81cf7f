"""What the page of rules shows of each example is what the checks say of it.

The page is the source: an example is an ``article`` and an ``answer`` (several of both where
articles are held against each other) and below them what comes of them, ``finding``, ``derived``,
``numbers`` or ``agreement``. Where there is no ``answer``, the reader's own is checked.
``GUIDE=write`` in the environment puts what comes of them into the page instead of holding it
against it.

The table at the page's head has every rule that the code and the schema can tell, each with every
severity and fault of which the page plays an example, and with no other.
"""

from __future__ import annotations

import io
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from extractor import exact_json, prompt
from extractor.checks import Checked, check
from extractor.checks.account import account
from extractor.checks.agreement import Agreement, sayings
from extractor.checks.derived import derive
from extractor.checks.localisation import BETWEEN_NUMBERS
from extractor.cli import agreements, words
from extractor.reader import read
from extractor.record import ArticleRef, Data, Finding
from tests.harness import REPOSITORY
from tests.reports import TRADE

PAGE = REPOSITORY / "docs" / "rules.md"
BLOCK = re.compile(
    r"^```(article|answer|finding|derived|numbers|agreement)\n(.*?)^```$", re.DOTALL | re.MULTILINE
)
RULE = re.compile(r"^### `(\w+)`$", re.MULTILINE)
EMITTED = re.compile(r"rule=\"(\w+)\"")
PERIOD = {"start": "2022-01-01", "end": "2022-06-30", "text": "6 tháng đầu năm 2022"}


def filled(statement: Data) -> Data:
    """A statement with what the page leaves out."""
    made: Data = {"place": "Lạng Sơn", "scope": None, "period": PERIOD}
    made |= TRADE.empty_statement() | statement
    for measure in TRADE.measures:
        if made[measure.name] is not None:
            valued = made[measure.name].get("value") is not None
            made[measure.name] = {
                "value": None,
                "scale": "million" if valued else None,
                "currency": "USD" if valued else None,
                "text": None,
                "approximate": False,
                "change": None,
                "plan": None,
                **made[measure.name],
            }
    return made


@cache
def examples() -> tuple[Data, ...]:
    """What the prompt of the example's answers shows."""
    return prompt.examples(prompt.load("trade", REPOSITORY / "prompts" / "trade.md"), TRADE)


@cache
def checked(article: str, answer: str | None) -> tuple[str, Checked]:
    text = article.rstrip("\n")
    if answer is None:
        found = check(text, read(text, TRADE).data, TRADE, by_reader=True)
    else:
        statements = [filled(s) for s in exact_json.loads(f"[{answer}]".encode())]
        found = check(text, {"statements": statements}, TRADE, examples=examples())
    assert found.crashed == ()
    return text, found


def shown(rule: str | None, article: str, answer: str | None) -> list[Finding]:
    """The findings that stand below an example: of its section's rule, else those that count."""
    return [
        finding
        for finding in checked(article, answer)[1].findings
        if rule == finding.rule or (rule is None and finding.severity != "info")
    ]


Given = list[tuple[str, str | None]]
"""An example's articles, each with the answer about it."""


def played(page: str) -> Iterator[tuple[re.Match[str], str | None, Given]]:
    """The blocks of what comes of an example, each with its section's rule and the example."""
    given: Given = []
    over = False
    for block in BLOCK.finditer(page):
        kind, content = block.groups()
        if kind == "article":
            given = [(content, None)] if over else [*given, (content, None)]
            over = False
        elif kind == "answer":
            given = [*given[:-1], (given[-1][0], content)]
        else:
            over = True
            above = RULE.findall(page, 0, block.start())
            rule = page.rfind("\n### ", 0, block.start()) > page.rfind("\n## ", 0, block.start())
            yield block, above[-1] if rule else None, given


def told(kind: str, rule: str | None, given: Given) -> Iterator[str]:
    """What comes of an example, as the product prints it."""
    cases = [checked(*one) for one in given]
    text, found = cases[-1]
    if kind == "finding":
        for finding in shown(rule, *given[-1]):
            yield from words.finding_lines(finding, io.StringIO())
    elif kind == "derived":
        for one in derive(found.data, found.claims, found.findings, TRADE):
            yield words.derived(one)
            yield f"  by {one.rule} from {', '.join(one.inputs)}"
    elif kind == "numbers":
        for number in account(text, found.data, found.claims, TRADE, found.apart):
            why = number.reason or ", ".join(number.fields) or f"reads as {number.reads_as}"
            yield f"{number.words}: {number.state}, {why}"
    else:
        hearing = Agreement(TRADE)
        for name, (body, one) in zip("abc", cases, strict=False):
            ref = ArticleRef(name, f"{name}.txt", name * 64, len(body))
            hearing.hear(sayings(ref, body, one.data, one.claims, one.findings))
        for line in hearing.lines():
            yield from agreements.entry(line)


def test_the_page_shows_what_the_checks_say() -> None:
    page = PAGE.read_text("utf-8")
    made, end = "", 0
    for block, rule, given in played(page):
        kind, content = block.groups()
        lines = list(told(kind, rule, given))
        assert lines, f"nothing comes of the example of {rule}: {given}"
        if os.environ.get("GUIDE") != "write":
            assert lines == content.splitlines(), f"{rule} prints:\n" + "\n".join(lines)
        made += page[end : block.start()] + "\n".join([f"```{kind}", *lines, "```"])
        end = block.end()
    assert end
    if os.environ.get("GUIDE") == "write":
        PAGE.write_text(made + page[end:], "utf-8")


def test_every_rule_has_its_section() -> None:
    sections = RULE.findall(PAGE.read_text("utf-8"))
    assert len(sections) == len(set(sections))
    emitted = {
        rule
        for path in (REPOSITORY / "extractor" / "checks").rglob("*.py")
        for rule in EMITTED.findall(path.read_text("utf-8"))
    }
    of_the_schema = {rule.rule for rule in TRADE.rules} | {"growth_base", "plan_base", "conflict"}
    assert set(sections) == emitted | of_the_schema | {"agreement"}
    assert [rule for rule, *_ in table()] == sections


def table() -> list[tuple[str, ...]]:
    """The rows at the page's head: rule, meaning, severities, faults."""
    head = PAGE.read_text("utf-8").partition("\n## ")[0]
    return [
        (link, *(cell.strip() for cell in cells.split("|")))
        for link, cells in re.findall(r"^\| \[`(\w+)`\]\(#\1\) \|(.*)\|$", head, re.MULTILINE)
    ]


def test_the_table_has_what_the_examples_show() -> None:
    severities: dict[str, set[str]] = defaultdict(set)
    faults: dict[str, set[str]] = defaultdict(set)
    for block, rule, given in played(PAGE.read_text("utf-8")):
        for finding in shown(rule, *given[-1]) if block[1] == "finding" else ():
            severities[finding.rule].add(finding.severity)
            faults[finding.rule].add(finding.attribution)
    # Whose fault a breach between numbers is, is found by the same lines whatever its rule.
    between = set[str]().union(*(faults[rule] for rule in BETWEEN_NUMBERS))
    faults |= dict.fromkeys(BETWEEN_NUMBERS, between)
    rows = {rule: (severity, fault) for rule, _, severity, fault in table()}
    assert rows.pop("agreement") == ("warning", "nobody")
    assert rows.pop("not_evaluable") == ("info", "nobody")
    assert rows == {
        rule: (
            " or ".join(s for s in ("error", "warning") if s in severities[rule]),
            ", ".join(f for f in ("model", "source", "unknown") if f in faults[rule]),
        )
        for rule in rows
    }
