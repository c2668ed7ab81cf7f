"""Places: official names, old and new, gates by list and by head noun."""

import pytest

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
        ("cả nước xuất siêu", "Việt Nam", "country"),
        ("sang Trung Quốc", "Trung Quốc", "foreign"),
    ],
)
def test_named(text, name, kind):
    [mention] = places(fold(text))
    assert (mention.name, mention.kind) == (name, kind)


@pytest.mark.parametrize(
    "text",
    ["hòa bình và ổn định", "đồng nai lưng", "3.000 đô la Mỹ", "(triệu đô-la Mỹ)", "an giang"],
)
def test_common_words_are_no_places(text):
    assert places(fold(text)) == []


def test_a_gate_named_after_a_province_is_the_province():
    [mention] = places(fold("qua các cửa khẩu Lạng Sơn"))
    assert (mention.name, mention.kind) == ("Lạng Sơn", "province")
