"""What a model is told of its own mistakes, over errors of every planted kind."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from itertools import islice

import pytest

from benchmarks.plants import PLANTS
from benchmarks.plants.known import Known, goldens
from benchmarks.regressions import TRADE
from extractor import exact_json
from extractor.checks import check
from extractor.record import Answer, ArticleRef, Finding, Record
from extractor.workflow.complaint import RULES, complaint
from extractor.workflow.reasking import contested

ARTICLES = {"a05", "a12"}
LIMIT = 6000
FIELD = re.compile(r"statements\.\d+(?:\.[a-z_]+)+")
SHOWN = re.compile(r'^  statements\S*(?:, statements\S*)*: (".*")$')
ANSWER = Answer("hosted", "model", "model", "tools", "0" * 64)


def planted(known: Known) -> Iterator[tuple[Record, tuple[Finding, ...]]]:
    """Wrong records with what a model would be asked about again."""
    for name, plant in PLANTS.items():
        for one in islice(plant(known, random.Random(name)), 1):
            checked = check(known.text, one.data, TRADE)
            ref = ArticleRef(known.id, "", "", len(known.text))
            record = Record(ref, "flagged", checked.data, checked.findings, ANSWER)
            if asked := contested(record):
                yield record, asked


@pytest.fixture(scope="module")
def complaints() -> list[tuple[Known, tuple[Finding, ...], str]]:
    return [
        (known, asked, complaint(known.text, record.data or {}, asked, "TradeReport", LIMIT))
        for known in goldens(ARTICLES)
        for record, asked in planted(known)
    ]


def test_every_rule_is_met(complaints) -> None:
    assert {finding.rule for _, asked, _ in complaints for finding in asked} == RULES.keys()


def test_no_number_is_told_but_in_the_articles_own_sentences(complaints) -> None:
    for known, _, said in complaints:
        flat = " ".join(known.text.split())
        for line in said.splitlines():
            if (match := SHOWN.match(line)) is not None:
                sentence = " ".join(json.loads(match[1]).strip("…").split())
                assert sentence in flat
                line = line[: match.start(1)]
            assert re.search(r"\d", FIELD.sub("", line)) is None, line


def test_each_finding_is_told_with_its_fields(complaints) -> None:
    for _, asked, said in complaints:
        told = set(FIELD.findall(said))
        whole = "There is more of this kind." not in said
        assert not whole or all(told.issuperset(finding.fields) for finding in asked)


def test_it_is_as_long_as_it_may_be_at_most(complaints) -> None:
    assert max(len(exact_json.dumps(said).encode()) for *_, said in complaints) <= LIMIT


def test_what_finds_no_room_is_told_of(complaints) -> None:
    known, asked, _ = max(complaints, key=lambda one: len(one[2]))
    data = check(known.text, next(planted(known))[0].data or {}, TRADE).data
    said = complaint(known.text, data, asked * 20, "TradeReport", LIMIT)
    assert len(exact_json.dumps(said).encode()) <= LIMIT
    assert "\nThere is more of this kind.\n" in said
    assert said.endswith("give the same answer again.")
