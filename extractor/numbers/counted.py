"""What a number without money counts, where the words beside it say so: «35 nghìn tấn», «28 xe».

The words stand right behind the number with its scale, or lead it («số tờ khai: 1.250»). Where no
such words stand there nothing is told: a bare number may be an amount whose unit stands elsewhere.
"""

from __future__ import annotations

import re

from extractor.folding import Folded
from extractor.numbers.quantity import Quantity
from extractor.span import Span


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("\n", "|").split("|"))


_UNITS = _words(
    """tấn|tạ|yến|kg|ki lô gam|kilôgam|kilogam|gam|gram|lít|ml|m2|m3|m²|m³|mét|mét khối|mét vuông|km
    km2|km²|cây số|hải lý|ha|héc ta|hecta|kwh|mwh|mw|mwp|kw|kv|teu|teus|feet|dwt|gb
    giờ|phút|giây|tuổi|vạn|container|containers|cont|conts|công-ten-nơ|công ten nơ
    lượt|chuyến|tờ khai|bộ tờ khai|hồ sơ|bộ hồ sơ|chiếc|cái|thùng|kiện|gói|toa|lô hàng|lô|vụ|vụ việc
    giấy phép|giấy chứng nhận|mã số|ổ dịch|suất|liều|căn|đoàn|thành viên|ý kiến"""
)
"""Said of nothing but a number before them."""
_THINGS = _words(
    """xe|xe hàng|xe tải|tàu|tàu bay|máy bay|phương tiện|doanh nghiệp|công ty|tập đoàn|nhà máy|dự án
    hợp tác xã|cơ sở|hộ|hộ dân|trang trại|mặt hàng|nhóm hàng|nhóm mặt hàng|ngành hàng|sản phẩm
    thị trường|quốc gia|nước và vùng lãnh thổ|vùng lãnh thổ|tỉnh, thành|tỉnh thành|khu công nghiệp
    cụm công nghiệp|siêu thị|cửa hàng|gian hàng|nhà đầu tư|đối tác|đơn hàng|hợp đồng
    người|lao động|công nhân|khách|hành khách|du khách|cán bộ|con|cặp cửa khẩu"""
)
"""Names of what is counted, which may begin what is told next where rows have run together."""


def _any(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first; «425 con số» counts nothing."""
    return rf"(?!con (?:số|đường)(?!\w))(?:{'|'.join(sorted(words, key=len, reverse=True))})(?!\w)"


_BEHIND = re.compile(rf" ?(?P<what>{_any((*_UNITS, *_THINGS))})")
_BEHIND_IN_ROWS = re.compile(rf" ?(?P<what>{_any(_UNITS)})")
_LINK = r"là|đạt|đạt được|lên|lên tới|lên đến|tới|đến|còn|ở mức|khoảng|hơn|gần|trên|ước đạt|ước"
_BEFORE = re.compile(
    rf"(?<!\w)(?:số(?: lượng| lượt)? (?P<what>{_any((*_UNITS, *_THINGS))})"
    r"|(?P<extent>số lượt|sản lượng|khối lượng|trọng lượng|diện tích|dân số)(?!\w))"
    rf"(?:(?: [^\W\d]+){{0,3}}?(?: ?:| (?:{_LINK})))?(?: (?:{_LINK}))* \Z"
)
_REACH = 90
"""Characters before a number in which the words stand that lead it."""


def counted(folded: Folded, quantity: Quantity, *, in_rows: bool = False) -> str | None:
    """The article's words for what a number counts; ``None`` where it is money or nothing says.

    ``in_rows`` says that the number may stand in rows that have a unit of their own, which run
    together: what only names a thing may then begin the next of them.
    """
    if quantity.kind != "plain":
        return None
    start, end = quantity.span
    behind = (_BEHIND_IN_ROWS if in_rows else _BEHIND).match(folded.lower, end)
    if behind is not None:
        what = Span(*behind.span("what"))
        # A capital letter or a line of its own begins the next cell or sentence.
        gap = folded.span(end, what.start).of(folded.original)
        if what.of(folded.text).islower() and "\n" not in gap:
            return behind["what"]
    before = _BEFORE.search(folded.lower, max(0, start - _REACH), start)
    return (before["what"] or before["extent"]) if before is not None else None
