"""The usual mistakes of a model through a whole run: what each record says of them today.

The model is a script on a socket that answers with an article's golden report, spoilt. What the
rules see is flagged, what is no report fails, and what they cannot see is kept as it was answered.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractor.schema import without_spans
from tests.harness import REPOSITORY, ModelServer, ProjectFolder, Reply, completion

GOLDEN = REPOSITORY / "golden" / "trade"
Spoil = Callable[[list[dict[str, Any]]], object]


def golden(article: str) -> dict[str, Any]:
    report = json.loads((GOLDEN / f"{article}.json").read_text("utf-8"))["data"]
    found: dict[str, Any] = without_spans(report)
    return found


def spoilt(article: str, spoil: Spoil) -> dict[str, Any]:
    report = golden(article)
    spoil(report["statements"])
    return report


def example_of_the_prompt() -> dict[str, Any]:
    prompt = (REPOSITORY / "prompts" / "trade.md").read_text("utf-8")
    examples = re.findall(r"```json\n(.*?)\n```", prompt, re.DOTALL)
    found: dict[str, Any] = json.loads(examples[0])
    return found


def exchanged(one: str, other: str, *keys: str) -> Spoil:
    """Two figures of the first statement in each other's place, or only some of their fields."""

    def spoil(statements: list[dict[str, Any]]) -> None:
        first, second = statements[0][one], statements[0][other]
        for key in keys or first.keys():
            first[key], second[key] = second[key], first[key]

    return spoil


def changed(measure: str, **fields: Any) -> Spoil:
    return lambda statements: statements[0][measure].update(fields)


def merged(statements: list[dict[str, Any]]) -> None:
    """The imports of the second statement with the exports of the first."""
    statements[0]["import"] = statements.pop(1)["import"]


def merged_months(statements: list[dict[str, Any]]) -> None:
    """A quarter's exports with the imports of its last month."""
    statements[0]["import"] = statements.pop(2)["import"]


def share(percent: float, text: str) -> dict[str, Any]:
    return {"percent": percent, "text": text}


@dataclass(frozen=True)
class Case:
    """A golden's article, and what the model answers to it, each time it is asked."""

    article: str
    replies: tuple[bytes, ...]


@dataclass(frozen=True)
class Came:
    """What came of a case: its record, and how often the model was asked."""

    record: dict[str, Any]
    requests: int

    @property
    def data(self) -> Any:
        return without_spans(self.record["data"])

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [f for f in self.record["findings"] if f["severity"] == "error"]


def ran(folder: Path, cases: Mapping[str, Case]) -> dict[str, Came]:
    """One run over all cases; each has its article with another number of lines at its end."""
    texts = {
        name: (GOLDEN / f"{case.article}.txt").read_bytes().decode() + "\n" * number
        for number, (name, case) in enumerate(cases.items())
    }
    names = {text: name for name, text in texts.items()}
    assert len(names) == len(cases)
    asked: Counter[str] = Counter()

    def reply(body: dict[str, Any]) -> Reply:
        name = names[body["messages"][1]["content"]]
        asked[name] += 1
        return 200, cases[name].replies[asked[name] - 1]

    server = ModelServer(reply)
    with pytest.MonkeyPatch.context() as patch:
        here = ProjectFolder(folder, patch)
        here.write({f"news/{number}.txt": text for number, text in enumerate(texts.values())})
        here.write({"extractor.toml": server.configuration()})
        done = here.run("run", "news", "--endpoint", "model", "--out", "r")
    server.close()
    assert done.status in (0, 3), done.stderr
    lines = map(json.loads, here.files("r")["results.jsonl"].splitlines())
    records = {record["article"]["id"]: record for record in lines}
    return {name: Came(records[str(number)], asked[name]) for number, name in enumerate(cases)}


CAUGHT: dict[str, tuple[str, Spoil, str, str]] = {
    "a rounded text": (
        "a05",
        changed("total", value=5040, text="5.040 triệu USD"),
        "grounding",
        "total.text",
    ),
    "a rounded value": ("a05", changed("total", value=5000), "reading", "total.value"),
    "a digit": ("a05", changed("total", value=5053), "reading", "total.value"),
    "digits exchanged in a percent": (
        "a05",
        changed("export", change=share(16.0, "tăng 10,6%")),
        "reading",
        "export.change.percent",
    ),
    "a power of ten": ("a05", changed("total", scale="billion"), "reading", "total.scale"),
    "ten times as much": ("a05", changed("export", value=24120), "reading", "export.value"),
    "another currency": ("a05", changed("total", currency="VND"), "reading", "total.currency"),
    "a fall as a rise": (
        "a07",
        changed("import", change=share(21.31, "giảm 21,31%")),
        "reading",
        "import.change.percent",
    ),
    "an invented plan": (
        "a05",
        changed("export", plan=share(95, "đạt 95% kế hoạch")),
        "grounding",
        "export.plan.text",
    ),
    "an invented plan where none is printed": (
        "a07",
        changed("export", plan=share(61, "đạt 61% kế hoạch")),
        "grounding",
        "export.plan.text",
    ),
    "a share of plan as a growth": (
        "a05",
        changed("total", change=share(99.7, "bằng 99,7% kế hoạch")),
        "reading",
        "total.change.percent",
    ),
}


UNBALANCED: dict[str, tuple[str, Spoil, set[str]]] = {
    "exports and imports exchanged, a balance printed": (
        "a12",
        exchanged("export", "import"),
        {"balance", "second_reading"},
    ),
    "the values of exports and imports exchanged, their growths not": (
        "a05",
        exchanged("export", "import", "value", "text"),
        {"growth_base", "plan_base", "second_reading"},
    ),
    "a part as the total": (
        "a05",
        exchanged("total", "export"),
        {"sum", "growth_base", "plan_base", "second_reading"},
    ),
    "a target as the total": (
        "a05",
        changed("total", value=5300, text="5.300 triệu USD"),
        {"sum", "growth_base", "plan_base", "coverage", "second_reading"},
    ),
    "a growth as a share of plan": (
        "a05",
        changed("total", plan=share(8.1, "tăng 8,1%")),
        {"plan_base", "reading", "coverage"},
    ),
    "the point of thousands as a decimal point": (
        "a05",
        changed("total", value=5.035),
        {"sum", "growth_base", "plan_base", "second_reading"},
    ),
    "two statements merged, a balance printed": (
        "a12",
        merged,
        {"balance", "second_reading", "coverage"},
    ),
}


OTHERWISE: dict[str, tuple[str, Spoil, str]] = {
    # Every number is printed and every sum holds.
    "exports and imports exchanged with all that is said of them": (
        "a05",
        exchanged("export", "import"),
        "second_reading",
    ),
    "exports and imports exchanged where no total is printed": (
        "a07",
        exchanged("export", "import"),
        "second_reading",
    ),
    "two statements merged": ("a07", merged_months, "second_reading"),
    "the year before": (
        "a05",
        lambda statements: statements[0]["period"].update(start="2017-01-01", end="2017-12-31"),
        "reading",
    ),
    "a statement dropped": ("a07", lambda statements: statements.pop(2), "coverage"),
    "every statement dropped": ("a05", lambda statements: statements.clear(), "coverage"),
    "a figure dropped": (
        "a05",
        lambda statements: statements[0].update(local_export=None),
        "coverage",
    ),
}


UNSEEN: dict[str, tuple[str, Spoil]] = {
    # The share is of nothing that the reader reads, whose silence is no evidence.
    "the total's share of plan for a part that has none": (
        "a07",
        changed("export", plan=share(38.2, "đạt 38,2% kế hoạch")),
    ),
    # No rule need see this: it says one thing twice.
    "a statement given twice": (
        "a05",
        lambda statements: statements.append(copy.deepcopy(statements[0])),
    ),
}


def called(arguments: str) -> bytes:
    """A completion whose tool is called with that text."""
    body = json.loads(completion(None))
    body["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"] = arguments
    return json.dumps(body).encode()


def said(content: str) -> bytes:
    body = json.loads(completion(None))
    body["choices"][0] |= {"finish_reason": "stop", "message": {"content": content}}
    return json.dumps(body).encode()


def written(old: str, new: str) -> bytes:
    """The golden answer to a05 with one piece of its JSON written otherwise."""
    text = json.dumps(golden("a05"), ensure_ascii=False)
    assert old in text
    return called(text.replace(old, new, 1))


MALFORMED: dict[str, tuple[bytes, str]] = {
    "prose for no trade": (
        said("Bài viết không nêu kim ngạch xuất nhập khẩu."),
        "the answer holds no JSON",
    ),
    "an empty answer": (said(""), "the answer is empty"),
    "a number as text": (written('"value": 5035', '"value": "5.035"'), "total.value"),
    "a number as plain text": (written('"value": 5035', '"value": "5035"'), "total.value"),
    "a scale word that does not exist": (written('"million"', '"hundred"'), "total.scale"),
    "a scale word of the article": (written('"million"', '"triệu"'), "total.scale"),
    "an extra key": (written('"place": ', '"note": "x", "place": '), "note"),
    "an extra key beside the statements": (
        written('{"statements": ', '{"count": 1, "statements": '),
        "count",
    ),
    "a missing key": (written('"scope": null, ', ""), "scope"),
    "a key given twice": (written('"scope": null, ', '"scope": null, "scope": "x", '), "not JSON"),
    "a flag as text": (written('"approximate": false', '"approximate": "maybe"'), "approximate"),
    "a flag as a word": (written('"approximate": false', '"approximate": "no"'), "approximate"),
    "a flag as a number": (written('"approximate": false', '"approximate": 0'), "approximate"),
    "not a number": (written('"value": 5035', '"value": NaN'), "not JSON"),
    "infinity": (written('"value": 5035', '"value": Infinity'), "not JSON"),
    "beyond all numbers": (written('"value": 5035', '"value": 1e999'), "not JSON"),
    "statements that are none": (called('{"statements": "none"}'), "statements"),
    "null": (called("null"), "without arguments"),
}


OTHERS = {"the report of another article": golden("a01"), "the example": example_of_the_prompt()}
RIGHT = [path.stem for path in sorted(GOLDEN.glob("*.txt"))]


def cases() -> dict[str, Case]:
    made = {name: Case(name, (completion(golden(name)),)) for name in RIGHT}
    for name, (article, spoil, *_) in {**CAUGHT, **UNBALANCED, **OTHERWISE, **UNSEEN}.items():
        made[name] = Case(article, (completion(spoilt(article, spoil)),))
    for name, answer in OTHERS.items():
        made[name] = Case("a05", (completion(answer),))
    for name, (reply, _) in MALFORMED.items():
        made[name] = Case("a05", (reply,) * 3)
        made[f"{name}, then right"] = Case("a05", (reply, completion(golden("a05"))))
    return made


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Came]:
    return ran(tmp_path_factory.mktemp("mistakes"), cases())


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_is_kept_and_only_the_article_is_at_fault(
    name: str, came: dict[str, Came]
) -> None:
    assert came[name].requests == 1
    assert came[name].data == golden(name)
    assert {f["attribution"] for f in came[name].errors} <= {"source"}


@pytest.mark.parametrize("name", CAUGHT)
def test_what_the_words_do_not_say_is_flagged_and_laid_to_the_model(
    name: str, came: dict[str, Came]
) -> None:
    article, spoil, rule, field = CAUGHT[name]
    found = came[name]
    assert (found.record["status"], found.requests) == ("flagged", 1)
    assert found.data == spoilt(article, spoil)
    concerned = [f["fields"] for f in found.errors if f["rule"] == rule]
    assert concerned == [[f"statements.0.{field}"]]
    # What else does not hold follows from it.
    assert {f["attribution"] for f in found.errors} == {"model"}


@pytest.mark.parametrize("name", UNBALANCED)
def test_what_is_printed_for_something_else_is_flagged_where_sums_break(
    name: str, came: dict[str, Came]
) -> None:
    article, spoil, rules = UNBALANCED[name]
    found = came[name]
    assert (found.record["status"], found.requests) == ("flagged", 1)
    assert found.data == spoilt(article, spoil)
    # That every number is printed is no excuse where the very words are read otherwise.
    named = {f["rule"] for f in found.errors}
    assert named == rules


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_the_words_say_of_something_else_is_flagged_and_laid_to_the_model(
    name: str, came: dict[str, Came]
) -> None:
    article, spoil, rule = OTHERWISE[name]
    found = came[name]
    assert (found.record["status"], found.requests) == ("flagged", 1)
    assert found.data == spoilt(article, spoil)
    assert rule in {f["rule"] for f in found.errors}
    assert {f["attribution"] for f in found.errors} == {"model"}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_no_rule_can_see_yet_is_kept_as_it_was_answered(
    name: str, came: dict[str, Came]
) -> None:
    article, spoil = UNSEEN[name]
    found = came[name]
    assert found.data == spoilt(article, spoil)
    assert found.data != golden(article)
    assert (found.record["error"], found.requests) == (None, 1)
    assert [attempt["kind"] for attempt in found.record["attempts"]] == ["ok"]


@pytest.mark.parametrize("name", OTHERS)
def test_figures_of_something_else_are_all_flagged(name: str, came: dict[str, Came]) -> None:
    found = came[name]
    assert (found.record["status"], found.requests) == ("flagged", 1)
    assert found.data == OTHERS[name]
    assert {f["attribution"] for f in found.errors} == {"model"}
    leaks = any(f["rule"] == "example_leak" for f in found.errors)
    assert leaks is (name == "the example")
    ungrounded = {field for f in found.errors if f["rule"] == "grounding" for field in f["fields"]}
    assert ungrounded == {*printed(OTHERS[name]["statements"][0]), "statements.0.place"}


def printed(statement: dict[str, Any]) -> Iterator[str]:
    """The fields of a first statement that repeat words of the article, place and period aside."""
    for measure in ("total", "export", "import", "local_export", "balance"):
        figure = statement[measure] or {}
        for part, holder in (
            ("text", figure),
            ("change.text", figure.get("change") or {}),
            ("plan.text", figure.get("plan") or {}),
        ):
            if holder.get("text"):
                yield f"statements.0.{measure}.{part}"


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_report_fails_after_a_second_try(name: str, came: dict[str, Came]) -> None:
    found, record = came[name], came[name].record
    assert (record["status"], found.requests) == ("failed", 2)
    assert record["error"]["kind"] == "malformed"
    assert MALFORMED[name][1] in record["error"]["message"]
    assert (record["data"], record["answer"], record["findings"]) == (None, None, [])
    assert [attempt["kind"] for attempt in record["attempts"]] == ["malformed", "malformed"]
    # Both were paid for.
    assert (record["usage"]["requests"], record["usage"]["prompt_tokens"]) == (2, 200)


@pytest.mark.parametrize("name", MALFORMED)
def test_a_second_answer_that_is_right_is_the_result(name: str, came: dict[str, Came]) -> None:
    found = came[f"{name}, then right"]
    assert (found.record["status"], found.requests) == ("ok", 2)
    assert found.data == golden("a05")
    assert [attempt["kind"] for attempt in found.record["attempts"]] == ["malformed", "ok"]
