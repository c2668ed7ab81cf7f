from __future__ import annotations

import hashlib
import os
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from extractor.errors import ConfigurationError
from extractor.schema import Change, load
from tests.harness import EGGS
from tests.reports import TRADE, figure, report, statement


def written(folder: Path, source: str) -> Path:
    path = folder / "eggs.py"
    path.write_text(source, "utf-8")
    return path


class TestLoad:
    def test_a_schema_is_what_its_file_declares(self, tmp_path: Path) -> None:
        schema = load("eggs", written(tmp_path, EGGS))
        assert (schema.name, schema.report_name) == ("eggs", "EggReport")
        assert [measure.name for measure in schema.measures] == ["eggs"]

    def test_what_runs_is_what_is_hashed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "dont_write_bytecode", False)
        path = written(tmp_path, EGGS)
        load("eggs", path)
        before = path.stat()
        path.write_text(EGGS.replace("eggs:", "hens:"), "utf-8")
        # The same size and time, which is all that cached bytecode is known by.
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        schema = load("eggs", path)
        assert [measure.name for measure in schema.measures] == ["hens"]
        assert schema.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()

    def test_loading_leaves_nothing_beside_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "dont_write_bytecode", False)
        path = written(tmp_path, EGGS)
        load("eggs", path)
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("1 / 0", "ZeroDivisionError"),
            ("import nowhere_at_all", "nowhere_at_all"),
            ("def", "SyntaxError"),
            ("\0", "null bytes"),
            ("raise SystemExit(0)", "SystemExit: 0"),
            ("import sys\nsys.exit('enough')", "SystemExit: enough"),
            ("def f(): f()\nf()", "RecursionError"),
        ],
    )
    def test_a_file_that_does_not_import_says_why(
        self, tmp_path: Path, source: str, said: str
    ) -> None:
        path = written(tmp_path, source)
        modules = set(sys.modules)
        with pytest.raises(ConfigurationError, match="does not import") as caught:
            load("eggs", path)
        assert str(path) in caught.value.message
        assert said in caught.value.message
        assert set(sys.modules) == modules

    def test_ways_of_counting_are_declared_as_such(self, tmp_path: Path) -> None:
        source = EGGS.replace("statements:", 'counting = ("mọi lứa",)\n    statements:')
        with pytest.raises(ConfigurationError, match="is no Counting"):
            load("eggs", written(tmp_path, source))

    def test_an_interrupt_is_not_taken_for_a_broken_file(self, tmp_path: Path) -> None:
        with pytest.raises(KeyboardInterrupt):
            load("eggs", written(tmp_path, "raise KeyboardInterrupt"))


class TestNumbers:
    @pytest.mark.parametrize("value", ["5", "1.200", "1,2", "", True, False, [1], {}])
    def test_what_only_looks_like_a_number_is_none(self, value: object) -> None:
        whole = report(statement(total=1, export=figure(2, change={"percent": 5, "text": "5%"})))
        for part in (whole["statements"][0]["total"], whole["statements"][0]["export"]["change"]):
            field = "value" if "value" in part else "percent"
            kept = part[field]
            part[field] = value
            problem, *others = TRADE.problems(whole)
            assert not others
            assert "a number is needed" in problem
            part[field] = kept
        assert TRADE.problems(whole) == []

    @pytest.mark.parametrize("value", [5, -5, 0, 1.5, Decimal("1.200"), 10**30])
    def test_numbers_of_any_kind_are(self, value: object) -> None:
        assert TRADE.problems({"statements": [statement(total={**figure(), "value": value})]}) == []

    def test_an_answer_is_held_to_the_same(self) -> None:
        assert Change.model_validate_json('{"percent": 1.2, "text": ""}').percent == Decimal("1.2")
        with pytest.raises(ValidationError, match="a number is needed"):
            Change.model_validate_json('{"percent": "1.200", "text": ""}')
