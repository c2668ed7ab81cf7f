"""Tokens alone: a schema's names in all their spellings, and words of the language around them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.folding import fold
from extractor.reader.tokens import Kind, Token, Tokeniser, vocabulary
from extractor.schema import Schema
from extractor.span import Span
from tests.reports import BUDGET, TOURISM, TRADE

SCHEMAS = (TRADE, BUDGET, TOURISM)


def tokens(text: str, of: Schema = TRADE) -> list[Token]:
    folded = fold(text)
    return Tokeniser(folded, vocabulary(of)).cell(Span(0, len(folded.text)))


def labels(text: str, of: Schema = TRADE) -> list[str]:
    """The measures that the text names, in order."""
    return [token.mention for token in tokens(text, of) if token.kind is Kind.LABEL]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("XUẤT KHẨU", ["export"]),
        ("xuất  khẩu", ["export"]),
        ("xuất\u00a0khẩu", ["export"]),
        ("xuất\nkhẩu", ["export"]),
        ("hàng hoá xuất khẩu", ["export"]),
        (unicodedata.normalize("NFD", "hàng hoá nhập khẩu"), ["import"]),
        ("xuất nhập khẩu", ["total"]),
        ("xuất, nhập khẩu", ["total"]),
        ("xuất – nhập khẩu", ["total"]),
        ("tổng kim ngạch XNK", ["total", "total"]),
        ("KNXNK", ["total"]),
        ("X-NK", ["total"]),
        ("KNXK, KNNK", ["export", "import"]),
        ("XK và NK", ["export", "import"]),
        ("xuất khẩu hàng hóa của địa phương", ["local_export"]),
        ("nhập siêu", ["balance"]),
        # a name within a word or a longer name of something else
        ("xuấtkhẩu", []),
        ("khu chế xuất", []),
        ("thuế xuất nhập khẩu", []),
        ("XKLĐ", []),
    ],
)
def test_names_of_trade(text, measures):
    assert labels(text) == measures


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("THU NGÂN SÁCH NHÀ NƯỚC", ["revenue"]),
        ("thu NSNN", ["revenue"]),
        ("tổng thu nhập", []),
        ("thu thuế xuất nhập khẩu", ["customs"]),
        ("Chi NSNN", ["spending"]),
        ("bội chi ngân sách", ["balance"]),
        ("xuất nhập khẩu", []),
    ],
)
def test_names_of_the_budget(text, measures):
    assert labels(text, BUDGET) == measures


@pytest.mark.parametrize(
    ("text", "here", "elsewhere"),
    [
        ("hàng", Kind.NEUTRAL, Kind.WORD),
        ("mặt hàng", Kind.NEUTRAL, Kind.WORD),
        ("lưu chuyển", Kind.NEUTRAL, Kind.WORD),
        ("thị trường", Kind.NARROWING, Kind.WORD),
        ("sang", Kind.NARROWING, Kind.NEUTRAL),
        ("ngành hàng", Kind.WORD, Kind.NEUTRAL),
        ("thuế", Kind.FOREIGN, Kind.WORD),
        ("tiểu ngạch", Kind.SCOPE, Kind.WORD),
        ("giá trị", Kind.NEUTRAL, Kind.NEUTRAL),
        ("kế hoạch", Kind.PLAN, Kind.PLAN),
    ],
)
def test_words_of_trade_are_the_schemas_and_others_the_languages(text, here, elsewhere):
    assert tokens(text, TRADE)[0].kind is here
    assert tokens(text, BUDGET)[0].kind is elsewhere


PHRASES = [
    (number, measure.name, phrase)
    for number, of in enumerate(SCHEMAS)
    for measure in of.measures
    for phrase in measure.phrases
]
SPELLINGS = st.sampled_from(
    [
        str,
        str.upper,
        str.capitalize,
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace(" ", "  "),
        lambda t: t.replace("óa", "oá").replace("tỷ", "tỉ"),
        lambda t: t.replace("-", "–"),
    ]
)
NOISE = st.lists(
    st.sampled_from(
        [
            *("theo Sở Công Thương ,", "đạt 5 tỷ USD ,", "tăng 12% ;", "năm 2023 ,", "(", ")"),
            *("của tỉnh Lào Cai ,", "qua cửa khẩu Kim Thành ,", "ước", "khoai lang", "lần lượt"),
            "so với cùng kỳ ,",
        ]
    ),
    max_size=5,
).map(" ".join)


@settings(max_examples=100)
@given(NOISE, st.sampled_from(PHRASES), NOISE, SPELLINGS)
def test_a_name_in_the_noise_of_a_sentence_is_found_once(before, named, after, spell):
    number, measure, phrase = named
    assert labels(f"{before} {spell(phrase)} {after} .", SCHEMAS[number]) == [measure]


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "xuất khẩu",
                    "kim ngạch",
                    "Lào Cai",
                    "5 tỷ USD",
                    "12%",
                    "quý I/2023",
                    "13/6",
                    ",",
                ),
                *(
                    "(",
                    ")",
                    "gạo",
                    "(+3%)",
                    "trong đó",
                    "-",
                    "1.200",
                    "\n",
                    "cửa khẩu Hữu Nghị",
                    "|",
                ),
            ]
        ),
        max_size=15,
    ).map(" ".join),
    st.sampled_from(range(len(SCHEMAS))),
)
def test_tokens_are_in_order_and_leave_out_no_word(text, number):
    folded = fold(text)
    found = Tokeniser(folded, vocabulary(SCHEMAS[number])).cell(Span(0, len(folded.text)))
    end, passed = 0, ""
    for token in found:
        assert end <= token.span.start < token.span.end <= len(folded.text)
        assert token.text.lower() == token.span.of(folded.lower)
        passed += folded.text[end : token.span.start]
        end = token.span.end
    assert re.fullmatch(r"\s*", passed + folded.text[end:])
