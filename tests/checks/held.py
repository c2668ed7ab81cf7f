"""What the tests of the checks share: hold a report against a text, and list what was found."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractor.checks import Checked, check
from extractor.record import Finding
from extractor.schema import figures
from tests.reports import TRADE, report


def hold(text: str, *statements: dict[str, Any]) -> Checked:
    checked = check(text, report(*statements), TRADE)
    assert checked.crashed == ()
    return checked


def errors(text: str, *statements: dict[str, Any]) -> list[Finding]:
    return [f for f in hold(text, *statements).findings if f.severity == "error"]


def rules(text: str, *statements: dict[str, Any]) -> list[str]:
    return [f.rule for f in errors(text, *statements)]


def one(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def slips(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """``data`` with one digit changed of each printed number and text, one after another.

    Yields the figure's path, the name of the field and the changed content; ``data`` is as it was
    once the caller asks for the next.
    """
    for at in figures(data, TRADE):
        for aspect in ("value", "change", "plan"):
            part = at.figure if aspect == "value" else at.figure[aspect]
            for field in ("value" if aspect == "value" else "percent", "text"):
                before = None if part is None else part[field]
                if before is None:
                    continue
                printed = str(before)
                for i, char in enumerate(printed):
                    if char.isascii() and char.isdigit():
                        changed = printed[:i] + str((int(char) + 3) % 10) + printed[i + 1 :]
                        part[field] = changed if field == "text" else Decimal(changed)
                        yield (
                            at.path if aspect == "value" else f"{at.path}.{aspect}",
                            field,
                            changed,
                        )
                part[field] = before
