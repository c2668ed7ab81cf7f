"""The key is taken out of text in every spelling; what is no secret is left alone."""

from __future__ import annotations

import base64
import json
import string
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor import exact_json
from extractor.endpoint.secret import HIDDEN, SHORTEST, Secret
from tests.endpoint.scripted import (
    GOOD,
    REPORT,
    Reply,
    endpoint,
    extract,
    outcome,
    scripted,
    statement,
    with_call,
    with_content,
)

KEY = "abc/def/ghi+jkl=mnop"
PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=SHORTEST)


def escaped(text: str) -> str:
    """As JSON may write it, slashes and all."""
    return json.dumps(text)[1:-1].replace("/", "\\/")


@given(PRINTABLE)
def test_a_key_is_found_in_every_spelling(key: str) -> None:
    everywhere = "".join(f"\\u{ord(c):04X}" for c in key)
    once = escaped(key)
    for written in (key, once, escaped(once), everywhere, escaped(everywhere), quote(key, "")):
        assert Secret(key).hidden(f"<{written}>") == f"<{HIDDEN}>"


LETTERS = st.text(string.ascii_letters + string.digits, min_size=16, max_size=60)
MASKS = ["...", "…", "****", "*" * 20, "••••", "xxxx", "[redacted]", "<hidden>", "____", "##"]


@given(LETTERS, st.integers(3, 8), st.integers(2, 6), st.sampled_from(MASKS))
def test_the_ends_of_a_key_around_a_mask_are_a_piece_of_it(
    key: str, first: int, last: int, mask: str
) -> None:
    assert Secret(key).hidden(f"<{key[:first]}{mask}{key[-last:]}>") == f"<{HIDDEN}>"


@given(LETTERS, st.integers(5, 9), st.sampled_from(MASKS))
@example("0000X00000000000", 5, "xxxx")
@example("00000000000x0000", 5, "xxxx")
def test_one_end_of_a_key_beside_a_mask_is_a_piece_of_it(key: str, size: int, mask: str) -> None:
    hidden = Secret(key).hidden
    assert hidden(f"<{key[:size]}{mask}>") == f"<{HIDDEN}>"
    assert hidden(f"<{mask}{key[-size:]}>") == f"<{HIDDEN}>"


@given(
    LETTERS,
    st.integers(1, 15),
    st.sampled_from(["\n", "\r\n", "\\n", "\\r\\n", "\n  > ", "\u200b"]),
)
def test_a_key_is_found_across_a_line_break(key: str, at: int, gap: str) -> None:
    assert Secret(key).hidden(f"<{key[:at]}{gap}{key[at:]}>") == f"<{HIDDEN}>"


@given(LETTERS, st.integers(0, 7))
def test_half_of_a_key_and_more_is_a_piece_of_it(key: str, cut: int) -> None:
    hidden = Secret(key).hidden
    assert hidden(f"<{key[: len(key) - cut]}>") == f"<{HIDDEN}>"
    assert hidden(f"<{key[cut:]}>") == f"<{HIDDEN}>"


@given(PRINTABLE, st.text(string.ascii_letters, max_size=7), st.booleans())
def test_a_key_is_found_in_what_encodes_it(key: str, user: str, for_urls: bool) -> None:
    encode = base64.urlsafe_b64encode if for_urls else base64.b64encode
    told = encode(f"{user}:{key}".encode()).decode()
    hidden = Secret(key).hidden(f"Basic {told}")
    # What is left is the user's: no six bits that the key has a part in.
    assert len(hidden) <= len("Basic ") + len(HIDDEN) + len(f"{user}:") * 8 // 6
    assert hidden.endswith(HIDDEN)
    assert Secret(key).hidden(f"<{key.encode().hex()}>") == f"<{HIDDEN}>"
    assert Secret(key).hidden(f"<{quote(quote(key, ''), '')}>") == f"<{HIDDEN}>"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("bad key sk-SECRETSECRET123456 (sk-SEC...123456)", "bad key *** (***)"),
        (
            "Incorrect API key provided: sk-SECRE*************3456.",
            "Incorrect API key provided: ***.",
        ),
        ("your key ending in 3456 is wrong", "your key ending in *** is wrong"),
        ("the key (last 4 characters: 3456)", "the key (last 4 characters: ***)"),
        ("sk-SEC[redacted]3456", "***"),
        ('{"key": "sk-SEC\\u20263456"}', '{"key": "***"}'),
        ("sk-... is what keys begin with", "sk-... is what keys begin with"),
        ("wait... 3456 tokens **of** 123456, 56...", "wait... 3456 tokens **of** 123456, 56..."),
    ],
)
def test_a_piece_of_a_key_is_told_from_what_only_looks_like_one(told: str, shown: str) -> None:
    assert Secret("sk-SECRETSECRET123456").hidden(told) == shown


@given(st.text(max_size=40), PRINTABLE)
def test_text_without_the_key_is_left_as_it_is(text: str, key: str) -> None:
    if "\\" not in text and "%" not in text and key not in text:
        assert Secret(key).hidden(text) == text


def test_what_is_too_short_for_a_secret_hides_nothing() -> None:
    for key in (None, "x", "1", "token", "USD", "a" * (SHORTEST - 1)):
        assert Secret(key).hidden(f"x 1 token USD {key}") == f"x 1 token USD {key}"
    assert Secret("a" * SHORTEST).hidden("a" * SHORTEST) == HIDDEN


ECHO = escaped(KEY).encode()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b'{"error": {"message": "Incorrect API key provided: ' + ECHO + b'"}}', 401),
        Reply(b'{"detail": [{"loc": ["' + ECHO + b'"], "msg": "wrong"}]}', 422),
        Reply(b'{"error": {"' + ECHO + b'": "' + ECHO + b'"}}', 500),
        Reply(b"you sent " + ECHO),
        Reply({"error": {"message": f"bad key {KEY} ({KEY[:6]}...{KEY[-4:]})"}}, 401),
        Reply({"error": {"message": f"bad key {KEY[:7]}*****{KEY[-4:]}"}}, 401),
        Reply({"error": {"message": f"bad key {KEY[:9]}\n{KEY[9:]}"}}, 401),
        Reply(b"x" * 150 + ECHO),
        Reply({"error": "x" * 290 + KEY}, 500),
        Reply(with_content([{"type": "refusal", "refusal": "y" * 150 + KEY}])),
        Reply(with_call("{}", name="z" * 50 + KEY)),
        Reply(with_call(json.dumps({"statements": [], "v" * 65 + KEY: 1}))),
        Reply(with_content("{", KEY)),
        Reply(b"", 302, {"location": f"/v1?key={quote(KEY, '')}"}),
        Reply(with_call(json.dumps({"statements": [statement(place=f"Bearer {KEY}")]}))),
        Reply({**GOOD.body, "model": KEY, KEY: [KEY, {"inner": KEY}]}),
    ],
)
def test_a_key_that_is_echoed_appears_in_nothing_that_is_kept_or_told(
    monkeypatch: pytest.MonkeyPatch, reply: Reply
) -> None:
    monkeypatch.setenv("FARM_KEY", KEY)
    extraction, server = outcome(reply, api_key_env="FARM_KEY")
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    kept = exact_json.dumps(extraction.exchange) + repr(extraction)
    for spelling in (KEY, escaped(KEY), quote(KEY, "")):
        assert spelling[:6] not in kept
    assert HIDDEN in kept or "quotes" in kept


@pytest.mark.parametrize("key", ["x", "1", "token", "USD", "VND", "0", "tool_calls", "statements"])
def test_an_answer_is_read_as_it_came_whatever_the_key(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("FARM_KEY", key)
    extraction, server = outcome(GOOD, api_key_env="FARM_KEY")
    assert server.headers[0]["authorization"] == f"Bearer {key}"
    assert extraction.data == REPORT
    assert (extraction.usage.prompt_tokens, extraction.usage.completion_tokens) == (100, 20)


def test_an_article_may_hold_what_serves_as_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARM_KEY", "lm-studio")
    data = {"statements": [statement(place="lm-studio")]}
    with scripted(Reply(with_call(json.dumps(data)))) as server:
        asked = endpoint(server.base_url, api_key_env="FARM_KEY")
        extraction = extract(asked, "Trại lm-studio bán 12,5 triệu đồng trứng trong năm 2031.")
    assert extraction.data == data
