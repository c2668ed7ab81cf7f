"""What the page of rules shows of each example is what the checks say of it.

The page is the source: an example is an ``article`` and an ``answer`` (several of both where
articles are held against each other) and below them what comes of them, ``finding``, ``derived``,
``numbers`` or ``agreement``. ``GUIDE=write`` in the environment puts what comes of them into the
page instead of holding it against it.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from functools import cache

from extractor import exact_json, prompt
from extractor.checks import Checked, check
from extractor.checks.account import account
from extractor.checks.agreement import Agreement, sayings
from extractor.checks.derived import derive
from extractor.cli import agreements, words
from extractor.record import ArticleRef, Data
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


def checked(article: str, answer: str) -> tuple[str, Checked]:
    statements = exact_json.loads(f"[{answer}]".encode())
    text = article.rstrip("\n")
    found = check(text, {"statements": [filled(s) for s in statements]}, TRADE, examples=examples())
    assert found.crashed == ()
    return text, found


def told(kind: str, rule: str | None, given: list[tuple[str, str]]) -> Iterator[str]:
    """What comes of an example, as the product prints it."""
    cases = [checked(*one) for one in given]
    text, found = cases[-1]
    if kind == "finding":
        for finding in found.findings:
            if rule == finding.rule or (rule is None and finding.severity != "info"):
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
            hearing.hear(sayings(ref, one.data, one.claims, one.findings))
        for line in hearing.lines():
            yield from agreements.entry(line)


def test_the_page_shows_what_the_checks_say() -> None:
    page = PAGE.read_text("utf-8")
    writing = os.environ.get("GUIDE") == "write"
    articles: list[str] = []
    answers: list[str] = []
    played = 0

    def block(found: re.Match[str]) -> str:
        nonlocal played
        kind, content = found.groups()
        if kind == "article":
            if played:
                articles.clear()
                answers.clear()
                played = 0
            articles.append(content)
            return found[0]
        if kind == "answer":
            answers.append(content)
            return found[0]
        played += 1
        above = RULE.findall(page, 0, found.start())
        heading = page.rfind("\n## ", 0, found.start()), page.rfind("\n### ", 0, found.start())
        rule = above[-1] if heading[1] > heading[0] else None
        lines = list(told(kind, rule, list(zip(articles, answers, strict=True))))
        assert lines, f"nothing comes of the example of {rule}"
        if lines == content.splitlines():
            return found[0]
        assert writing, f"{rule} prints:\n" + "\n".join(lines)
        return "\n".join([f"```{kind}", *lines, "```"])

    made = BLOCK.sub(block, page)
    if writing:
        PAGE.write_text(made, "utf-8")


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
