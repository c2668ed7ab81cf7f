"""Places: official names, old and new, gates by list and by head noun."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.folding import fold
from extractor.numbers.place import places


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("qua tỉnh Lạng Sơn", "Lạng Sơn", "province"),
        ("THANH HÓA: CHỈ SỐ", "Thanh Hóa", "province"),
        ("Khánh Hoà tăng", "Khánh Hòa", "province"),
        ("TP.HCM: 7 tháng", "Hồ Chí Minh", "province"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh", "province"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu", "province"),
        ("Đắc Lắc", "Đắk Lắk", "province"),
        ("cửa khẩu quốc tế Hữu Nghị", "cửa khẩu Hữu Nghị", "gate"),
        ("qua Mộc Bài đạt", "cửa khẩu Mộc Bài", "gate"),
        ("cửa khẩu phụ Pò Hèn", "cửa khẩu Pò Hèn", "gate"),
        ("lối mở Bản Vược", "cửa khẩu Bản Vược", "gate"),
        ("cửa khẩu quốc tế đường bộ số II Kim Thành", "cửa khẩu Kim Thành", "gate"),
        ("cửa khẩu quốc tế Lào Cai", "cửa khẩu Lào Cai", "gate"),
        ("cảng Nghi Sơn", "cảng Nghi Sơn", "gate"),
        ("cảng Hải Phòng", "cảng Hải Phòng", "gate"),
        ("ga đường sắt quốc tế Đồng Đăng", "Ga Đồng Đăng", "gate"),
        ("các cảng Hải Phòng", "Hải Phòng", "province"),
        ("địa bàn TP Móng Cái", "Móng Cái", "gate"),
        ("thị xã Mộc Bài", "Mộc Bài", "gate"),
        ("cả nước xuất siêu", "Việt Nam", "country"),
        ("sang Trung Quốc", "Trung Quốc", "foreign"),
    ],
)
def test_named(text, name, kind):
    [mention] = places(fold(text))
    assert (mention.name, mention.kind) == (name, kind)


@pytest.mark.parametrize(
    "text",
    [
        *("hòa bình và ổn định", "đồng nai lưng", "3.000 đô la Mỹ", "(triệu đô-la Mỹ)"),
        *("an giang", "huyện Mường Khương", "xã Tân Thanh"),
    ],
)
def test_common_words_are_no_places(text):
    assert places(fold(text)) == []


def test_a_gate_named_after_a_province_is_the_province():
    [mention] = places(fold("qua các cửa khẩu Lạng Sơn"))
    assert (mention.name, mention.kind) == ("Lạng Sơn", "province")


# The provinces and cities since 1 July 2025, each with those that it was made of.
MERGED = {
    **{name: (name,) for name in ("Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La")},
    **{name: (name,) for name in ("Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh")},
    "Cao Bằng": ("Cao Bằng",),
    "Tuyên Quang": ("Tuyên Quang", "Hà Giang"),
    "Lào Cai": ("Lào Cai", "Yên Bái"),
    "Thái Nguyên": ("Thái Nguyên", "Bắc Kạn"),
    "Phú Thọ": ("Phú Thọ", "Vĩnh Phúc", "Hòa Bình"),
    "Bắc Ninh": ("Bắc Ninh", "Bắc Giang"),
    "Hưng Yên": ("Hưng Yên", "Thái Bình"),
    "Hải Phòng": ("Hải Phòng", "Hải Dương"),
    "Ninh Bình": ("Ninh Bình", "Hà Nam", "Nam Định"),
    "Quảng Trị": ("Quảng Trị", "Quảng Bình"),
    "Đà Nẵng": ("Đà Nẵng", "Quảng Nam"),
    "Quảng Ngãi": ("Quảng Ngãi", "Kon Tum"),
    "Gia Lai": ("Gia Lai", "Bình Định"),
    "Khánh Hòa": ("Khánh Hòa", "Ninh Thuận"),
    "Lâm Đồng": ("Lâm Đồng", "Đắk Nông", "Bình Thuận"),
    "Đắk Lắk": ("Đắk Lắk", "Phú Yên"),
    "Hồ Chí Minh": ("Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"),
    "Đồng Nai": ("Đồng Nai", "Bình Phước"),
    "Tây Ninh": ("Tây Ninh", "Long An"),
    "Cần Thơ": ("Cần Thơ", "Sóc Trăng", "Hậu Giang"),
    "Vĩnh Long": ("Vĩnh Long", "Bến Tre", "Trà Vinh"),
    "Đồng Tháp": ("Đồng Tháp", "Tiền Giang"),
    "Cà Mau": ("Cà Mau", "Bạc Liêu"),
    "An Giang": ("An Giang", "Kiên Giang"),
}
PROVINCES = sorted({*MERGED, *(old for olds in MERGED.values() for old in olds)})


def test_the_lists_of_before_and_after_are_whole():
    assert (len(MERGED), len(PROVINCES)) == (34, 63)


@pytest.mark.parametrize("name", PROVINCES)
def test_every_province_of_before_and_after_keeps_the_name_that_is_printed(name):
    for printed in (name, f"tỉnh {name}", f"Cục Thống kê {name}", name.upper()):
        [mention] = places(fold(f"Theo báo cáo, {printed} đạt 5 tỷ USD."))
        assert (mention.name, mention.kind) == (name, "province")


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (
            "Hồ Chí Minh",
            "TP.HCM|TP. HCM|Tp.HCM|TP HCM|TPHCM|TP. Hồ Chí Minh|TP.Hồ Chí Minh|Sài Gòn",
        ),
        ("Hồ Chí Minh", "thành phố Hồ Chí Minh|TP. HỒ CHÍ MINH"),
        ("Thừa Thiên Huế", "Thừa Thiên - Huế|Thừa Thiên – Huế|Thừa Thiên-Huế|TT-Huế|TT Huế"),
        ("Huế", "thành phố Huế|TP. Huế|HUẾ"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa – Vũng Tàu|Bà Rịa-Vũng Tàu|Bà Rịa Vũng Tàu|BR-VT"),
        ("Đắk Lắk", "Đắc Lắc|Đăk Lăk|Đắk Lăk|Đăk Lắk|Đắc Lắk|Đak Lak|Dak Lak"),
        ("Đắk Nông", "Đắc Nông|Đăk Nông|Đak Nông"),
        ("Kon Tum", "Kontum|KON TUM"),
        ("Bắc Kạn", "Bắc Cạn"),
        ("Hà Nội", "Thủ đô|Thủ đô Hà Nội|thủ đô Hà Nội"),
        ("Hòa Bình", "Hoà Bình|HOÀ BÌNH"),
        ("Thanh Hóa", "Thanh Hoá|THANH HOÁ"),
    ],
)
def test_spellings_of_one_name(name, spellings):
    for spelling in spellings.split("|"):
        [mention] = places(fold(f"hàng qua {spelling}, tăng"))
        assert (mention.name, mention.kind) == (name, "province"), spelling


@pytest.mark.parametrize("words", ["Thủ đô Viêng Chăn", "Thủ đô của nước bạn", "một thủ đô"])
def test_another_capital_is_not_ours(words):
    assert places(fold(f"hàng qua {words}, tăng")) == []


GATES = (
    "Hữu Nghị|Tân Thanh|Chi Ma|Cốc Nam|Móng Cái|Hoành Mô|Bắc Phong Sinh|Tà Lùng|Trà Lĩnh|Sóc Giang|"
    "Thanh Thủy|Kim Thành|Mường Khương|Ma Lù Thàng|Tây Trang|Lóng Sập|Chiềng Khương|Na Mèo|Nậm Cắn|"
    "Cầu Treo|Cha Lo|Lao Bảo|La Lay|Bờ Y|Lệ Thanh|Hoa Lư|Xa Mát|Mộc Bài|Bình Hiệp|Dinh Bà|"
    "Thường Phước|Vĩnh Xương|Tịnh Biên|Khánh Bình|Hà Tiên"
).split("|")


@pytest.mark.parametrize("name", GATES)
def test_every_gate_is_known_by_its_head_noun(name):
    for head in ("cửa khẩu", "cửa khẩu quốc tế", "Cửa khẩu chính", "cửa khẩu quốc tế đường bộ"):
        [mention] = places(fold(f"Hàng qua {head} {name} đạt 5 tỷ USD."))
        assert (mention.name, mention.kind) == (f"cửa khẩu {name}", "gate")


_NOISE = st.lists(
    st.sampled_from(
        [
            *("hàng", "xuất khẩu", "đạt 5 tỷ USD,", "tăng 12%", "qua", "theo Sở Công Thương,"),
            *("năm 2023", "(", ")", "trong khi", "tỉnh", "-", "Trong đó", "khoai lang"),
        ]
    ),
    max_size=6,
).map(" ".join)


@given(
    _NOISE,
    st.sampled_from([*PROVINCES, *(f"cửa khẩu {gate}" for gate in GATES)]),
    _NOISE,
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([" ", "\u00a0", "  "]),
)
def test_a_name_in_the_noise_of_a_sentence_is_found_once(before, name, after, form, space):
    text = unicodedata.normalize(form, f"{before} {name} {after}.".replace(" ", space))
    folded = fold(text)
    [mention] = places(folded)
    assert mention.name == name
    assert fold(folded.span(*mention.span).of(text)).text == mention.span.of(folded.text)


@given(st.text(alphabet="Hà NộiLạngSơn cửakhẩuTP.CM-\nMỹ", max_size=80))
def test_mentions_are_in_order_without_overlap(text):
    folded = fold(text)
    end = 0
    for mention in places(folded):
        assert end <= mention.span.start < mention.span.end <= len(folded.text)
        end = mention.span.end
