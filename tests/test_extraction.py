"""One article through one endpoint: in process, over a port, and from recorded exchanges."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field

from extractor import exact_json, reader
from extractor.endpoint.builtin import Schemas
from extractor.endpoint.config import BUILTIN, resolve
from extractor.endpoint.serve import serving
from extractor.extraction import Extraction, Extractor
from extractor.schema import Figure, Measure, Report, Schema, Statement, Sum, of_report
from tests.endpoint.recorded import NOBODY, played, recorded
from tests.endpoint.scripted import (
    ARTICLE,
    FARM,
    GOOD,
    PROMPT,
    REPORT,
    Reply,
    endpoint,
    extract,
    outcome,
    reading,
    scripted,
    statement,
    with_call,
)

MODES = ("tools", "json_schema", "json", "md_json")


@pytest.fixture
def fake_reader(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    return lambda data: monkeypatch.setattr(reader, "reading_of", reading(data))


def numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from numbers(one)
    elif not isinstance(value, bool | str | None):
        yield value


def test_an_extraction_tells_all_there_is_to_know() -> None:
    extraction, server = outcome(GOOD)
    [body] = server.bodies
    assert extraction.data == REPORT
    assert extraction.error is None
    assert extraction.exchange == {"request": body, "response": exact_json.loads(GOOD.content)}
    identity = exact_json.canonical({"base_url": server.base_url, "body": body})
    assert extraction.answer is not None
    assert extraction.answer.request_sha256 == hashlib.sha256(identity.encode()).hexdigest()
    assert (extraction.answer.endpoint, extraction.answer.model) == ("tried", "model-7")
    assert (extraction.answer.served_model, extraction.answer.mode) == ("served-7", "tools")
    [attempt] = extraction.attempts
    assert (attempt.endpoint, attempt.kind) == ("tried", "ok")
    assert extraction.usage == attempt.usage
    assert (extraction.usage.requests, extraction.usage.prompt_tokens) == (1, 100)


def test_a_request_is_known_by_everything_in_it() -> None:
    def digest(text: str = ARTICLE, **settings: Any) -> str:
        # One address for all: a port that answers would be another each time.
        with scripted(GOOD) as server:
            extraction = extract(endpoint(server.base_url, **settings), text)
        assert extraction.answer is not None
        assert extraction.exchange is not None
        body = extraction.exchange["request"]
        return hashlib.sha256(exact_json.canonical(body).encode()).hexdigest()

    assert digest() == digest()
    others = [digest("x"), digest(mode="json"), digest(seed=1), digest(model="m")]
    assert len({digest(), *others}) == 5


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("1200", 1200),
        ("1200.0", 1200),
        ("1.2e3", 1200),
        ("-0.5", Decimal("-0.5")),
        ("25244.56", Decimal("25244.56")),
        ("0.1234567890123456789012", Decimal("0.1234567890123456789012")),
        ("123456789012345678901234567890", 123456789012345678901234567890),
    ],
)
def test_numbers_are_exact_and_never_binary(printed: str, read: Any) -> None:
    text = json.dumps({"statements": [statement("NUMBER")]}).replace('"NUMBER"', printed)
    extraction, _ = outcome(Reply(with_call(text)))
    assert extraction.data is not None
    value = extraction.data["statements"][0]["eggs"]["value"]
    assert value == read
    assert type(value) is type(read)
    assert all(isinstance(n, int | Decimal) for n in numbers(extraction.data))


@pytest.mark.parametrize("printed", ["NaN", "Infinity", "1e400", '"many"', '"1.200"', "true"])
def test_what_is_no_number_is_malformed(printed: str) -> None:
    text = json.dumps({"statements": [statement("NUMBER")]}).replace('"NUMBER"', printed)
    extraction, _ = outcome(Reply(with_call(text)))
    assert extraction.error is not None
    assert extraction.error.kind == "malformed"


def test_fields_keep_the_names_of_the_wire() -> None:
    class Trip(Statement):
        from_: Annotated[Figure | None, Measure(phrases=("từ",))] = Field(alias="from")

    class Trips(Report):
        statements: list[Trip]

    data = statement()
    data["from"] = data.pop("eggs")
    reply = Reply(with_call(json.dumps({"statements": [data]}), name="Trips"))
    with scripted(reply) as server:
        extraction = extract(endpoint(server.base_url), schema=of_report("trips", Trips))
    assert extraction.data == {"statements": [data]}


@pytest.mark.parametrize("mode", MODES)
def test_builtin_answers_in_process_as_over_a_port(
    mode: str, fake_reader: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    fake_reader(REPORT)
    near = extract(replace(resolve({}, BUILTIN), mode=mode))
    with serving({"FarmReport": FARM}.get) as server:
        far = extract(endpoint(server.base_url, model="builtin", mode=mode))
    assert near.data == far.data == REPORT
    assert near.answer is not None
    assert near.answer.served_model == "builtin"
    assert near.usage.cost_usd == 0
    assert (near.usage.prompt_tokens, near.usage.completion_tokens) == (None, None)
    assert near.exchange == far.exchange


def test_a_crash_of_the_reader_is_one_failed_article(fake_reader: Callable[[Any], None]) -> None:
    fake_reader({"statements": [object()]})
    extraction = extract(resolve({}, BUILTIN))
    assert extraction.error is not None
    assert extraction.error.kind == "server"
    assert "the reader failed: TypeError" in extraction.error.message
    assert len(extraction.attempts) == 1


def test_a_defect_of_our_own_is_a_failure_of_its_own_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("words of an article")

    monkeypatch.setattr("extractor.endpoint.answer.usage", broken)
    extraction, server = outcome(GOOD)
    assert extraction.error is not None
    assert extraction.error.kind == "internal"
    assert re.fullmatch(
        r"ZeroDivisionError in test_extraction\.py, line \d+", extraction.error.message
    )
    assert [attempt.kind for attempt in extraction.attempts] == ["internal"]
    assert len(server.bodies) == 1


def test_one_connection_serves_many_articles_at_once_and_in_bounds() -> None:
    slow = Reply(GOOD.body, delay=0.05)
    with scripted(slow) as server:

        async def run() -> list[Extraction]:
            asked = endpoint(server.base_url, concurrency=3)
            async with Extractor(asked, FARM, PROMPT) as extractor:
                return await asyncio.gather(*(extractor.extract(f"bài {i}") for i in range(9)))

        started = asyncio.run(run())
    assert all(extraction.error is None for extraction in started)
    sent = {extraction.exchange["request"]["messages"][1]["content"] for extraction in started}
    assert sent == {f"bài {i}" for i in range(9)}
    assert len(server.bodies) == 9


def test_a_reading_that_takes_too_long_is_given_up_and_not_begun_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from dataclasses import replace
    from threading import Event

    free, begun = Event(), []

    def read(text: str, schema: Schema) -> Any:
        begun.append(text)
        free.wait(60)

    monkeypatch.setattr(reader, "reading_of", read)
    extraction = extract(replace(resolve({}, BUILTIN), timeout_s=0.2))
    free.set()
    assert extraction.error is not None
    assert extraction.error.kind == "timeout"
    assert "0.2 s" in extraction.error.message
    assert [attempt.kind for attempt in extraction.attempts] == ["timeout"]
    assert begun == [ARTICLE]


def test_no_more_articles_are_under_way_than_allowed(fake_reader: Callable[[Any], None]) -> None:
    from dataclasses import replace
    from threading import Lock
    from time import sleep

    lock, now, most = Lock(), 0, 0

    def read(text: str, schema: Schema) -> Any:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        sleep(0.02)
        with lock:
            now -= 1
        return reading(REPORT)(text, schema)

    async def run() -> None:
        asked = replace(resolve({}, BUILTIN), concurrency=2)
        async with Extractor(asked, FARM, PROMPT) as extractor:
            await asyncio.gather(*(extractor.extract("bài") for _ in range(6)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "reading_of", read)
        asyncio.run(run())
    assert most == 2


class TradeStatement(Statement):
    total: Annotated[
        Figure | None, Measure(phrases=("xuất nhập khẩu", "kim ngạch xuất nhập khẩu"))
    ] = Field(description="Exports and imports together.")
    export: Annotated[Figure | None, Measure(phrases=("xuất khẩu",))] = Field(
        description="Exports."
    )
    import_: Annotated[Figure | None, Measure(phrases=("nhập khẩu",))] = Field(
        alias="import", description="Imports."
    )


class RecordedReport(Report):
    statements: list[TradeStatement]
    rules = (Sum("total", ("export", "import")),)


RECORDED = of_report("recorded", RecordedReport)
RECORDED_ARTICLE = (
    "Năm 2019, tổng kim ngạch xuất nhập khẩu của tỉnh Lạng Sơn đạt 1.200,5 triệu USD, tăng 12,5% "
    "so với năm 2018. Trong đó, xuất khẩu đạt 700 triệu USD, nhập khẩu đạt 500,5 triệu USD.\n"
)


@pytest.mark.parametrize("mode", MODES)
def test_an_extraction_from_a_recorded_exchange(mode: str) -> None:
    schemas: Schemas = {"RecordedReport": RECORDED}.get
    with serving(schemas) as server, recorded(f"builtin-{mode}"):
        live = extract(endpoint(server.base_url, mode=mode), RECORDED_ARTICLE, schema=RECORDED)
    with played(f"builtin-{mode}", times=1):
        extraction = extract(endpoint(NOBODY, mode=mode), RECORDED_ARTICLE, schema=RECORDED)
    assert extraction.error is None, extraction.error
    assert extraction.exchange == live.exchange
    assert extraction.data == live.data
    assert extraction.answer is not None
    assert (extraction.answer.mode, extraction.answer.served_model) == (mode, "builtin")
    assert extraction.data is not None
    [found] = extraction.data["statements"]
    assert found["place"] == "Lạng Sơn"
    assert (found["period"]["start"], found["period"]["end"]) == ("2019-01-01", "2019-12-31")
    values = {name: found[name]["value"] for name in ("total", "export", "import")}
    assert values == {"total": Decimal("1200.5"), "export": 700, "import": Decimal("500.5")}
    assert found["total"]["change"]["percent"] == Decimal("12.5")
