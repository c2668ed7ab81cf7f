"""Folding: equal things look equal, and every offset leads back."""

import re
import textwrap
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.folding import fold, fold_phrase


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("1.200\u00a0triệu  USD", "1.200 triệu USD"),
        ("25.244,\n56 triệu", "25.244,56 triệu"),
        ("25\n.244,56 triệu", "25.244,56 triệu"),
        ("đạt 5.\n2. Nhập khẩu", "đạt 5.\n2. Nhập khẩu"),
        ("tăng 5\n\n.6", "tăng 5\n\n.6"),
        ("cùng kì, 2 tỉ", "cùng kỳ, 2 tỷ"),
        ("hoà thuỷ quý hoàn", "hòa thủy quý hoàn"),
        ("Việt – Trung", "Việt - Trung"),
        ("xuất\u200bkhẩu", "xuấtkhẩu"),
        ("Hết.\r\nMới", "Hết.\nMới"),
        ("hàng\nhóa đạt 654\r\ntriệu USD", "hàng hóa đạt 654 triệu USD"),
        *(
            (unicodedata.normalize("NFD", f"đạt 2,16\n{scale} USD và 5 {scale}\nUSD"), whole)
            for scale in ("triệu", "tỷ", "nghìn")
            for whole in (f"đạt 2,16 {scale} USD và 5 {scale} USD",)
        ),
        ("XUẤT KHẨU     412.706", "XUẤT KHẨU\t412.706"),
        ("XUẤT KHẨU \u200b  \u200d412.706", "XUẤT KHẨU\t412.706"),
        ("tăng 11% so với 9\ntháng đầu năm", "tăng 11% so với 9 tháng đầu năm"),
        (unicodedata.normalize("NFD", "Lạng Sơn ước đạt"), "Lạng Sơn ước đạt"),
        ("La\u200b\u0323ng So\u200d\u031bn", "Lạng Sơn"),
        (
            "của tỉnh Cà Mau \x1b[31mđạt \x1b[1;38;5;9m1.130\x1b[0m triệu",
            "của tỉnh Cà Mau đạt 1.130 triệu",
        ),
        (
            "tỉnh \x1b]0;pwned 99 tỷ\x07đạt \x1b]8;;http://a/5\x1b\\5 tỷ\x1b]8;;\x1b\\",
            "tỉnh đạt 5 tỷ",
        ),
        ("\x9b31mđạt\x1b(B\x1b[m ^[[1m5 \\x1b[0mtỷ \\033[4mUSD", "đạt 5 tỷ USD"),
        ("\x1bMột \x1b]0;đạt 5 tỷ", "Một ]0;đạt 5 tỷ"),
        (
            "xu\x00ất\x07 \x7fkhẩu [31m] \u202e1.1\u206630\u2069 tri\u061cệu",
            "xuất khẩu [31m] 1.130 triệu",
        ),
        ("1\ufe0f.1\U000e003130 tri\u180eệu\u3164", "1.130 triệu"),
        ("468,3\u200b\ntri\u200dệu\u2060\n\ufeffUSD", "468,3 triệu USD"),
    ],
)
def test_spellings_that_mean_the_same_fold_alike(printed, folded):
    assert fold(printed).text == folded


def test_a_span_leads_back_to_the_characters_as_printed():
    text = unicodedata.normalize("NFD", "Lạng  Sơn đạt 25.244,\n56 triệu\u00a0USD.")
    folded = fold(text)
    start = folded.text.index("25.244,56 triệu USD")
    span = folded.span(start, start + len("25.244,56 triệu USD"))
    printed = unicodedata.normalize("NFC", span.of(text))
    assert printed == unicodedata.normalize("NFC", "25.244,\n56 triệu\u00a0USD")


def test_a_phrase_is_spelled_as_the_folded_text_spells_it():
    assert fold_phrase("  Cùng KÌ ") in fold("so với cùng kỳ năm trước").lower


_TEXT = st.text(
    alphabet=st.sampled_from("aáạ ă1.,\n\r\t\u00a0\u0301\u0323\u200b–oàkiTỉ%"), max_size=60
)


@given(_TEXT)
@example("T\r\u200ba")
@example("1\u200b\r%")
def test_folding_is_stable(text):
    # What a zero-width character within a word or number parts is put together once, not twice.
    text = re.sub(r"(?<=\S)\u200b+(?=\S)", "", text)
    once = fold(text).text
    assert fold(once).text == once or "\u0301" in text or "\u0323" in text


_UNSEEN = st.sampled_from(
    [
        "\x1b[31m",
        "\x1b]0;a 5\x07",
        "\x1b",
        "\x00",
        "\x7f",
        "\x9b2J",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
    ]
)


@given(
    st.lists(
        st.tuples(st.sampled_from("aáạ ă1.,\n\r\t\u00a0–okiTỉ%"), st.lists(_UNSEEN, max_size=2)),
        max_size=40,
    )
)
def test_what_no_reader_sees_is_as_if_absent_and_offsets_lead_past_it(pieces):
    plain = "".join(char for char, _ in pieces)
    text, places = "", []
    for char, unseen in pieces:
        text += "".join(unseen)
        places.append(len(text))
        text += char
    folded, expected = fold(text), fold(plain)
    assert folded.text == expected.text
    for index in range(len(expected.text)):
        start, end = expected.span(index, index + 1)
        assert folded.span(index, index + 1) == (places[start], places[end - 1] + 1)


@given(_TEXT)
def test_spans_are_ordered_and_cover_what_they_were_made_from(text):
    folded = fold(text)
    assert len(folded.lower) == len(folded.text)
    previous = 0
    for index in range(len(folded.text)):
        span = folded.span(index, index + 1)
        assert previous <= span.start < span.end <= len(text)
        previous = span.start
        first = folded.position(span.start)
        # Characters that compose to nothing shorter share the stretch that they came from.
        assert first <= index
        assert folded.span(first, first + 1) == span


@given(_TEXT)
def test_composed_and_decomposed_text_fold_alike(text):
    composed = unicodedata.normalize("NFC", text)
    assert fold(composed).text == fold(unicodedata.normalize("NFD", composed)).text


_WORDS = st.sampled_from(
    ["xuất", "khẩu", "Hoà", "thuỷ", "kì", "tỉ", "25.244,56", "1.200", "(+3%)", "USD", "–", "Lạng"]
)
_GAPS = st.sampled_from([" ", "  ", "\u00a0", "\n\n", "\r\n", "\t", "\u200b ", " \u200b", "\n"])


@given(st.lists(st.tuples(_WORDS, _GAPS), max_size=20), st.sampled_from(["NFC", "NFD"]))
def test_every_word_leads_back_to_the_characters_that_it_was_made_from(pieces, form):
    text = unicodedata.normalize(form, "".join(word + gap for word, gap in pieces))
    folded = fold(text)
    found = [match.span() for match in re.finditer(r"\S+", folded.text)]
    printed = [folded.span(*span).of(text) for span in found]
    assert "".join(printed) == re.sub(r"[\s\u200b]", "", text)
    assert [fold(words).text for words in printed] == [folded.text[a:b] for a, b in found]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("tăng12,3% so", "tăng 12,3% so"),
        ("chỉ trả1,2 tỷUSD", "chỉ trả 1,2 tỷ USD"),
        ("USD862 triệu", "USD 862 triệu"),
        ("Covid19, PCI2, H5N1 và m3", "Covid19, PCI2, H5N1 và m3"),
    ],
)
def test_an_amount_is_parted_from_the_word_it_was_set_against(text, folded, form):
    spelled = unicodedata.normalize(form, text)
    result = fold(spelled)
    assert result.text == folded
    assert result.span(0, len(folded)).of(spelled) == spelled


WRAPPED = (
    "Theo Sở Công Thương, chín tháng đầu năm 2023 tổng kim ngạch xuất nhập khẩu của tỉnh Quảng "
    "Ninh đạt 12,5 tỷ USD, tăng 8% so với cùng kỳ. Trong đó xuất khẩu qua cửa khẩu quốc tế Móng "
    "Cái đạt 2,31 tỷ USD và nhập khẩu đạt 3,4 tỷ USD."
)


@pytest.mark.parametrize("width", [40, 50, 60, 70])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_text_set_to_a_width_folds_as_the_one_that_is_not(width, form, newline):
    title = "Quảng Ninh: xuất nhập khẩu tăng trở lại, nhiều cửa khẩu đông xe hơn năm trước"
    wrapped = newline.join(textwrap.wrap(WRAPPED, width, break_on_hyphens=False))
    text = unicodedata.normalize(form, newline.join((title, "", wrapped, "", wrapped)))
    assert fold(text).text == f"{title}\n\n{WRAPPED}\n\n{WRAPPED}"


HEADLINES = (
    "Tỷ giá trung tâm tăng mười hai đồng",
    "Khởi công tuyến cao tốc dài 60 km nối ba vùng",
    "Bắt giữ xe tải chở hai tấn thực phẩm không rõ nguồn gốc",
    "Chỉ số PCI: 5 tỉnh tăng hạng mạnh nhất",
    "Nhiều tập đoàn Nhật Bản khảo sát khu công nghiệp phía Nam",
    "Tuần lễ vải thiều tại Nam Ninh khai mạc",
) * 2


def test_headlines_below_do_not_hide_that_a_text_is_set_to_a_width():
    prose = "\n".join(textwrap.wrap(WRAPPED, 70, break_on_hyphens=False))
    below = "\n".join(HEADLINES)
    assert fold(f"{prose}\n\n{prose}\n\n{below}").text == f"{WRAPPED}\n\n{WRAPPED}\n\n{below}"


@pytest.mark.parametrize("width", [50, 62])
def test_an_indent_counts_to_the_width_and_a_no_break_space_holds_words_together(width):
    item = "      * " + re.sub("([0-9]) ", "\\1\u00a0", WRAPPED)
    indented = "\n".join(textwrap.wrap(item, width, break_on_hyphens=False))
    assert fold(indented).text == f"\t* {WRAPPED}"


def test_a_table_parted_by_semicolons_is_no_text_set_to_a_width():
    prose = "\n".join(textwrap.wrap(WRAPPED, 60, break_on_hyphens=False))
    table = (
        "Cửa khẩu; Xuất khẩu; Nhập khẩu; So với sáu tháng đầu năm 2017\n"
        "Thanh Thủy; 171,42; 58,36; +14,2%\nXín Mần; 12,05; 3,10; -8,4%"
    )
    assert fold(f"{prose}\n\n{table}").text == f"{WRAPPED}\n\n{table}"


def test_lines_of_their_own_stay_apart():
    text = (
        "Xuất khẩu tăng mạnh trong tháng\nNhập khẩu giảm nhẹ so với trước\n"
        "1. Xuất khẩu đạt 5 tỷ USD\n2. Nhập khẩu đạt 6 tỷ USD\n"
        "Chỉ tiêu | Năm 2022 | Năm 2023\nXuất khẩu | 5,1 | 5,4\nNhập khẩu | 6,1 | 6,4\n"
    )
    assert fold(text).text == text


def test_a_province_broken_amid_its_name_goes_on():
    assert fold("qua các cửa khẩu của tỉnh Cao\nBằng đạt 5").text == (
        "qua các cửa khẩu của tỉnh Cao Bằng đạt 5"
    )
    assert fold("xuất khẩu của tỉnh Cao Bằng\nNhập khẩu").text == (
        "xuất khẩu của tỉnh Cao Bằng\nNhập khẩu"
    )


def test_a_line_that_ends_in_a_preposition_goes_on():
    assert (
        fold("xuất khẩu đạt\n5 tỷ USD trong quý\nII").text == "xuất khẩu đạt 5 tỷ USD trong quý II"
    )


@pytest.mark.parametrize(
    ("page", "folded"),
    [
        ("<p>Xuất khẩu <b>2,5</b> tỷ USD</p><p>Hết</p>", "\nXuất khẩu 2,5 tỷ USD\n\nHết\n"),
        ("<tr><td>XK&nbsp;(tỷ)</td><td>1,5</td></tr>", "\nXK (tỷ)\t1,5\t\n"),
        ("Hết<br/>Mới <5%", "Hết\nMới <5%"),
        ("<P>Hết</P>\u200bMới", "\nHết\nMới"),
        # A page that may hide something keeps its tags, and so does what is no layout.
        ("<p style='display:none'>a</p><p>b</p>", "<p style='display:none'>a</p><p>b</p>"),
        ("<b>a</b><script>b</script>", "<b>a</b><script>b</script>"),
        ("<b>a</b><!-- b -->", "<b>a</b><!-- b -->"),
        ("<article>a</article>", "<article>a</article>"),
    ],
)
def test_tags_that_lay_out_a_page_part_its_words(page, folded):
    found = fold(page)
    assert found.text == folded
    for word in ("Hết", "USD", "1,5"):
        at = found.text.find(word)
        assert at < 0 or found.span(at, at + len(word)).of(page) == word
