"""Import and export turnover of a place over a period, as Vietnamese news report it."""

from typing import Annotated, ClassVar

from pydantic import Field

from extractor.numbers.interval import Interval
from extractor.schema import Balance, EditRule, Figure, Measure, Part, Report, Statement, Sum

# The trade of the whole world in a year is less, even counted in dong.
_TURNOVER = Interval.between(0, 10**18)
_BALANCE = Interval.between(-(10**18), 10**18)


class TradeStatement(Statement):
    """The trade of one place in one period and scope."""

    total: Annotated[
        Figure | None,
        Measure(
            phrases=(
                "xuất nhập khẩu",
                "xuất nhập",
                "hàng xuất nhập",
                "hàng xuất nhập khẩu",
                "hàng hóa xuất nhập khẩu",
                "hàng hóa qua cửa khẩu",
                "hàng hóa qua các cửa khẩu",
                "hàng hóa thông quan",
                "trao đổi hàng hóa với nước ngoài",
                "trao đổi thương mại",
                "buôn bán với nước ngoài",
                "giao thương",
                "hai chiều",
                "cả hai chiều",
                "buôn bán hai chiều",
                "làm thủ tục xuất nhập khẩu",
                "xuất, nhập khẩu",
                "xuất - nhập khẩu",
                "hàng hóa trao đổi với nước ngoài",
                "XNK",
                "X-NK",
                "KNXNK",
                "kim ngạch",
                "kim ngạch hai chiều",
                "thương mại hai chiều",
                "hàng làm thủ tục",
                "hàng hóa làm thủ tục",
                "phần làm thủ tục",
                "ngoại thương",
            ),
            values=_TURNOVER,
        ),
    ] = Field(description="Exports and imports together (tổng kim ngạch xuất nhập khẩu).")
    export: Annotated[
        Figure | None,
        Measure(
            phrases=(
                "xuất khẩu",
                "hàng xuất khẩu",
                "hàng hóa xuất khẩu",
                "hàng xuất",
                "xuất",
                "xuất được",
                "xuất đi",
                "XK",
                "KNXK",
                "bán ra",
                "bán ra nước ngoài",
                "xuất ra nước ngoài",
                "hàng bán ra",
                "chiều xuất",
                "chiều xuất khẩu",
                "chiều đi",
                "hàng đi",
            ),
            values=_TURNOVER,
        ),
    ] = Field(description="Exports (xuất khẩu).")
    import_: Annotated[
        Figure | None,
        Measure(
            phrases=(
                "nhập khẩu",
                "hàng nhập khẩu",
                "hàng hóa nhập khẩu",
                "hàng nhập",
                "hàng nhập về",
                "nhập",
                "nhập về",
                "NK",
                "KNNK",
                "mua vào",
                "mua về",
                "hàng mua về",
                "hàng hóa mua về",
                "chiều nhập",
                "chiều nhập khẩu",
                "chiều về",
                "hàng về",
            ),
            values=_TURNOVER,
        ),
    ] = Field(alias="import", description="Imports (nhập khẩu).")
    local_export: Annotated[
        Figure | None,
        Measure(
            phrases=(
                "xuất khẩu hàng địa phương",
                "hàng địa phương xuất khẩu",
                "mặt hàng địa phương xuất khẩu",
                "hàng xuất khẩu địa phương",
                "xuất khẩu của địa phương",
                "hàng địa phương",
                "hàng hóa địa phương",
                "hàng hóa địa phương xuất khẩu",
                "hàng hóa xuất khẩu địa phương",
                "xuất khẩu địa phương",
                "xuất khẩu hàng hóa địa phương",
                "xuất khẩu hàng hóa của địa phương",
            ),
            values=_TURNOVER,
        ),
    ] = Field(description="Exports of goods produced in the place itself, a part of export.")
    balance: Annotated[
        Figure | None,
        Measure(
            phrases=("cán cân thương mại", "xuất siêu", "thặng dư", "nhập siêu", "thâm hụt"),
            negative=("nhập siêu", "thâm hụt"),
            values=_BALANCE,
        ),
    ] = Field(
        description="Exports less imports; a surplus (xuất siêu) is positive, a deficit "
        "(nhập siêu) negative."
    )


class TradeReport(Report):
    """Import and export turnover that one article reports."""

    statements: list[TradeStatement]

    rules: ClassVar[tuple[EditRule, ...]] = (
        Sum("total", ("export", "import")),
        Balance("balance", "export", "import"),
        Part("local_export", "export"),
    )
    generic: ClassVar[tuple[str, ...]] = ("kim ngạch",)
    nouns: ClassVar[tuple[str, ...]] = (
        "hàng",
        "hàng hóa",
        "mặt hàng",
        "các mặt hàng",
        "mức lưu chuyển",
    )
    items: ClassVar[tuple[str, ...]] = (
        "mặt hàng",
        "nhóm hàng",
        "nhóm mặt hàng",
        "ngành hàng",
        "thị trường",
    )
    narrowing: ClassVar[tuple[str, ...]] = (
        "sang",
        "đi",
        "thị trường",
        "sang thị trường",
        "vào thị trường",
        "tới thị trường",
        "đến thị trường",
    )
    neutral: ClassVar[tuple[str, ...]] = (
        "lưu chuyển",
        "tổng mức lưu chuyển",
        "hàng hóa các loại",
        "buôn bán",
        "buôn bán hàng hóa",
        "mua bán",
        "mua bán hàng hóa",
        "trao đổi",
        "trao đổi hàng hóa",
        "cả xuất lẫn nhập",
        "cả đi lẫn đến",
        "thương mại",
        "mậu dịch",
        "thương mại hàng hóa",
        "hải quan",
        "ngành công thương",
        "doanh nghiệp",
        "các doanh nghiệp",
        "tờ khai",
        "bộ tờ khai",
        "thông quan",
        "được thông quan",
        "làm thủ tục",
        "làm thủ tục hải quan",
        "qua biên giới",
        "với nước ngoài",
        "ra nước ngoài",
    )
    scopes: ClassVar[tuple[str, ...]] = (
        "tất cả các loại hình",
        "các loại hình",
        "mở tờ khai",
        "làm thủ tục mở tờ khai",
        "đăng ký tờ khai",
        "chính ngạch",
        "tiểu ngạch",
        "mậu dịch chính ngạch",
        "trừ dầu thô",
        "không kể dầu thô",
        "không tính dầu thô",
        "bỏ dầu thô",
        "chưa kể dầu thô",
        "kể cả dầu thô",
        "qua các cảng",
        "mọi cảng trong cả nước",
        "qua các cảng cả nước",
    )
    foreign: ClassVar[tuple[str, ...]] = (
        "thuế",
        "thu ngân sách",
        "dịch vụ",
        "fdi",
        "khối fdi",
        "đầu tư nước ngoài",
        "vốn nước ngoài",
        "kinh tế trong nước",
        "khu vực trong nước",
        "lệ phí",
    )
    lookalikes: ClassVar[tuple[str, ...]] = (
        *("sản xuất", "chế xuất", "khu chế xuất", "đề xuất", "đột xuất", "truy xuất", "trích xuất"),
        *("xuất xứ", "xuất hiện", "xuất bản", "xuất sắc", "xuất phát", "xuất cảnh", "xuất viện"),
        *("nhập cảnh", "xuất nhập cảnh", "nhập lậu", "nhập học", "nhập viện", "nhập cư"),
        *("hội nhập", "thu nhập", "gia nhập", "sáp nhập", "thâm nhập", "xâm nhập", "xuất kho"),
        *("tạm nhập", "tái xuất", "tạm nhập tái xuất", "xuất chuồng", "xuất bán", "nhập kho"),
        *("thị trường xuất khẩu", "doanh nghiệp xuất khẩu", "đơn hàng xuất khẩu"),
        *("mặt hàng xuất khẩu", "sản phẩm xuất khẩu", "thuế xuất khẩu", "thuế nhập khẩu"),
        *("thuế xuất nhập khẩu", "thủ tục xuất nhập khẩu", "doanh nghiệp xuất nhập khẩu"),
    )
