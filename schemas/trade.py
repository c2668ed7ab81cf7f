"""Import and export turnover of a place over a period, as Vietnamese news report it."""

from typing import Annotated, ClassVar

from pydantic import Field

from extractor.numbers.interval import Interval
from extractor.schema import (
    Balance,
    Counting,
    EditRule,
    Figure,
    Measure,
    Part,
    Report,
    Statement,
    Sum,
)

_DEFICIT = (
    *("thâm hụt cán cân thương mại", "thâm hụt thương mại", "thâm hụt trong cán cân thương mại"),
    *("thâm hụt của cán cân thương mại", "thâm hụt cán cân", "thâm hụt mậu dịch"),
)
_SIDED = tuple(f"{side} nhập siêu" for side in ("phía", "bên", "chiều"))
_MAKERS = (
    "do địa phương sản xuất",
    "do tỉnh sản xuất",
    *(
        f"do {makers} {here} sản xuất"
        for makers in ("doanh nghiệp", "các doanh nghiệp", "các đơn vị", "các cơ sở")
        for here in ("trong tỉnh", "của tỉnh", "địa phương", "trên địa bàn", "tại địa phương")
    ),
)
_LOCAL = tuple(
    f"{goods} {made}{out}"
    for goods in ("hàng", "hàng hóa")
    for made in (
        "sản xuất tại địa phương",
        "sản xuất tại tỉnh",
        "sản xuất trong tỉnh",
        "sản xuất trên địa bàn",
        *_MAKERS,
        "do chính tỉnh làm ra",
        "địa phương làm ra",
        "do tỉnh làm ra",
        "do địa phương làm ra",
        "do doanh nghiệp trong tỉnh làm ra",
        "do doanh nghiệp địa phương làm ra",
        "của địa phương",
    )
    for out in (
        " xuất khẩu",
        " đưa đi xuất khẩu",
        " rồi đem xuất",
        " đem xuất khẩu",
        " chỉ xuất được",
        ", xuất khẩu",
        ", giá trị xuất khẩu",
        ", kim ngạch xuất khẩu",
    )
) + tuple(
    f"xuất khẩu {goods} {made}"
    for goods in ("hàng", "hàng hóa", "mặt hàng", "các mặt hàng", "sản phẩm", "các sản phẩm")
    for made in (
        "sản xuất tại địa phương",
        "sản xuất tại tỉnh",
        "sản xuất trong tỉnh",
        "sản xuất trên địa bàn",
        *_MAKERS,
        "của tỉnh sản xuất",
        "trong tỉnh",
    )
)
_ABROAD = tuple(
    f"{sold} {to}"
    for sold in ("bán", "bán hàng", "đưa hàng", "xuất hàng", "xuất")
    for to in (
        *("ra thị trường thế giới", "ra thị trường quốc tế", "ra thị trường nước ngoài"),
        *("ra thị trường ngoài nước", "ra nước ngoài", "ra thế giới", "ra các nước"),
        *("đi các nước", "sang các nước", "cho nước ngoài", "cho các nước"),
    )
)
"""What a place gives the world."""
_BOTH = tuple(
    f"cả {first} {joined} {second}"
    for first, second in (
        ("đi", "về"),
        ("đi", "đến"),
        ("ra", "vào"),
        ("mua", "bán"),
        ("bán", "mua"),
    )
    for joined in ("lẫn", "và")
)
_OURS = ("", "ta ", "mình ", "bên ta ", "bên mình ", "phía ta ", "phía mình ", "của ta ")
_THEIRS = ("bạn ", "bên bạn ", "phía bạn ", "nước bạn ", "của bạn ", "bên kia ", "phía bên kia ")


def _across(who: tuple[str, ...], ways: tuple[str, ...]) -> tuple[str, ...]:
    """«hàng ta bán sang», «hàng hóa bạn đưa qua»: what one side of a border gives the other."""
    return tuple(
        f"{goods}{side}{way}"
        for goods in ("hàng ", "hàng hóa ", "")
        for side in who
        for way in ways
        if goods or side
    )


_DEALING = tuple(
    f"{deal}{goods} với {world}"
    for deal in ("mua bán", "buôn bán", "trao đổi", "giao thương", "giao dịch", "làm ăn")
    for goods in ("", " hàng", " hàng hóa", " thương mại")
    for world in ("nước ngoài", "thế giới", "bên ngoài", "các nước", "các nước trên thế giới")
)
"""What a country buys and sells together."""
_MOVED = {
    way: tuple(f"{goods} {verb}" for goods in ("hàng", "hàng hóa") for verb in verbs)
    for way, verbs in {
        "out": ("xuất đi", "xuất ra", "bán ra", "bán đi"),
        "in": ("nhập về", "nhập vào", "mua về", "mua vào"),
    }.items()
}
"""Goods by the way that they go."""
_OVER = ("bên kia", "bên kia biên giới", "nước bạn", "phía bạn", "bên bạn")
_GIVEN = ("bán sang", "bán qua", "xuất sang", "xuất qua", "đưa sang", "đưa qua", "chở sang")
_TAKEN = ("mua về", "mua vào", "nhập về", "nhập vào", "lấy về", "đưa về", "chở về")
_COUNTED = tuple(
    f"{how} {goods}"
    for how in (
        *("trừ", "không kể", "không tính", "chưa kể", "chưa tính", "không gồm", "không bao gồm"),
        *("bỏ", "kể cả", "tính cả", "gồm cả", "bao gồm cả"),
    )
    for goods in ("dầu thô", "xăng dầu", "dầu khí", "vàng", "kho ngoại quan", "hàng quá cảnh")
)
_DECLARED = tuple(
    f"{declared}{at}"
    for declared in (
        *(
            f"{how}{what}"
            for how in ("làm thủ tục", "khai báo", "khai hải quan")
            for what in ("", " hải quan", " mở tờ khai")
        ),
        *("mở tờ khai", "đăng ký tờ khai", "tờ khai mở", "tờ khai đăng ký"),
    )
    for at in ("", " tại", " ở", " qua")
)
"""How goods are declared at an office, which counts them."""
_BORDERS = (
    *("địa bàn", "cửa khẩu", "các cửa khẩu", "hệ thống cửa khẩu", "biên giới"),
    *("tất cả các cửa khẩu", "các cửa khẩu biên giới", "đây", "nơi đây", "nơi này"),
)
_MOVING = (
    *("", "đi ", "lưu thông ", "lưu chuyển ", "luân chuyển ", "vận chuyển ", "trao đổi "),
    *("mua bán ", "buôn bán ", "trao đổi mua bán ", "giao thương ", "xuất nhập ", "ra vào "),
)
_PASSING = tuple(
    f"{goods} {passes} {border}"
    for goods, ways in (
        ("hàng", _MOVING),
        ("hàng hóa", _MOVING),
        ("trị giá", ("", "đi ")),
        ("giá trị", ("", "đi ")),
    )
    for passes in (f"{way}qua" for way in ways)
    for border in _BORDERS
) + tuple(
    f"{goods} {how}"
    for goods in ("hàng", "hàng hóa")
    for how in (
        *(
            "ra vào",
            "vào ra",
            "ra và vào",
            "vào và ra",
            "đi và về",
            "đi và đến",
            "đi về",
            "ra, vào",
        ),
        *(
            f"{way} {border}"
            for way in ("ra vào", "vào ra", "ra và vào", "đi về", "đi và về", "qua lại")
            for border in ("biên giới", "cửa khẩu", "các cửa khẩu", "hai bên biên giới")
        ),
        *("qua lại", "thông quan", "được thông quan"),
        *("khai báo", "khai hải quan", "kê khai", "khai báo hải quan", "kê khai hải quan"),
        *("làm thủ tục", "làm thủ tục hải quan", "đăng ký làm thủ tục", "đi qua"),
    )
)
"""Goods that pass a place's gates or its customs office, whoever made or ordered them."""
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
                *_PASSING,
                "hàng hóa thông thương",
                "làm thủ tục cho",
                "làm thủ tục thông quan cho",
                "làm thủ tục hải quan cho",
                "thông quan cho",
                *_DEALING,
                *_BOTH,
                "trao đổi thương mại",
                *("quy mô thương mại", "giá trị thương mại", "quy mô mậu dịch"),
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
                "kinh ngạch",
                "kim ngạch hai chiều",
                "thương mại hai chiều",
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
                *_MOVED["out"],
                "xuất",
                "xuất được",
                "xuất đi",
                "XK",
                "KNXK",
                "bán ra",
                *("bán sang", "bán qua"),
                *_ABROAD,
                "đưa ra thị trường thế giới",
                "đưa ra thị trường nước ngoài",
                "bán hàng hóa ra nước ngoài",
                "xuất hàng",
                "xuất hàng hóa",
                "bên xuất",
                "phía xuất",
                "phía xuất khẩu",
                "chiều xuất",
                "chiều xuất khẩu",
                "chiều đi",
                "hàng đi",
                *_across(_OURS, _GIVEN),
                *(f"{way} {over}" for way in _GIVEN for over in _OVER),
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
                *_MOVED["in"],
                "nhập",
                "nhập về",
                "NK",
                "KNNK",
                "mua vào",
                "mua về",
                "mua hàng từ nước ngoài",
                "mua hàng nước ngoài",
                "mua hàng của nước ngoài",
                "mua hàng hóa nước ngoài",
                "mua từ nước ngoài",
                "mua vào từ nước ngoài",
                "mua của nước ngoài",
                *(f"để mua {goods}" for goods in ("hàng", "hàng hóa", "hàng hóa về")),
                "nhập hàng",
                "nhập hàng hóa",
                "nhập về từ nước ngoài",
                "bên nhập",
                "phía nhập",
                "phía nhập khẩu",
                "chiều nhập",
                "chiều nhập khẩu",
                "chiều về",
                "hàng về",
                *_across(_OURS, _TAKEN),
                *_across(_THEIRS, _GIVEN),
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
                "hàng địa phương sản xuất",
                "hàng hóa địa phương sản xuất",
                "hàng hóa địa phương xuất khẩu",
                "hàng hóa xuất khẩu địa phương",
                "xuất khẩu địa phương",
                "xuất khẩu hàng hóa địa phương",
                "xuất khẩu hàng hóa của địa phương",
                *_LOCAL,
            ),
            values=_TURNOVER,
        ),
    ] = Field(description="Exports of goods produced in the place itself, a part of export.")
    balance: Annotated[
        Figure | None,
        Measure(
            phrases=(
                *("cán cân thương mại", "xuất siêu", "thặng dư", "nhập siêu", "thâm hụt"),
                *("cán cân", "cán cân xuất nhập khẩu", "chênh lệch xuất nhập"),
                *("thặng dư cán cân thương mại", "thặng dư thương mại"),
                *("phía xuất siêu", "bên xuất siêu", "chiều xuất siêu"),
                *(*_DEFICIT, *_SIDED),
            ),
            negative=("nhập siêu", "thâm hụt", *_DEFICIT, *_SIDED),
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
    generic: ClassVar[tuple[str, ...]] = ("kim ngạch", "kinh ngạch")
    nouns: ClassVar[tuple[str, ...]] = (
        "hàng",
        "hàng hóa",
        "mặt hàng",
        "các mặt hàng",
        "lô hàng",
        "lô hàng hóa",
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
        *(
            f"{what} {this}"
            for what in (
                *("nhóm hàng", "nhóm", "nhóm mặt hàng", "mặt hàng", "ngành hàng", "sản phẩm"),
                *("loại hàng", "nhóm sản phẩm", "thị trường", "nước", "quốc gia", "đối tác"),
            )
            for this in ("này", "đó", "ấy", "nói trên")
        ),
        "sang thị trường",
        "vào thị trường",
        "tới thị trường",
        "đến thị trường",
    )
    neutral: ClassVar[tuple[str, ...]] = (
        *("nền kinh tế", "các nhà máy", "lưu chuyển", "dn", "các dn"),
        "tổng mức lưu chuyển",
        *("chi", "chi ra", "chi tiêu", "bỏ ra", "tiền", "tiền hàng", "hóa đơn"),
        *("lối mở", "các lối mở", "cặp chợ", "cặp cửa khẩu", "cảng biển", "các cảng", "kho"),
        *("kho bãi", "sân bay", "cảng hàng không", "bến cảng", "nhà ga", "điểm thông quan"),
        *("tuyến", "tuyến biên giới", "lưu thông", "luân chuyển", "vận chuyển", "ra vào"),
        "hàng hóa các loại",
        "buôn bán",
        "buôn bán hàng hóa",
        "mua bán",
        "mua bán hàng hóa",
        "trao đổi",
        "trao đổi hàng hóa",
        "cả xuất lẫn nhập",
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
        *("khai", "kê khai", "khai báo", "khai hải quan"),
        *("giám sát", "chịu giám sát", "chịu sự giám sát", "giám sát hải quan"),
        "qua biên giới",
        "với nước ngoài",
        "ra nước ngoài",
        "thị trường thế giới",
        "thị trường quốc tế",
        "thị trường nước ngoài",
        "thị trường ngoài nước",
        "sang các thị trường",
        "sang các nước",
        "đi các nước",
        "đi các thị trường",
        "các thị trường",
        "ra thế giới",
        "thế giới",
        "trực tiếp",
        "ủy thác",
    )
    scopes: ClassVar[tuple[str, ...]] = (
        "tất cả các loại hình",
        "các loại hình",
        "mọi loại hình",
        "mở tờ khai",
        "làm thủ tục mở tờ khai",
        "đăng ký tờ khai",
        "tờ khai mở",
        "có tờ khai mở",
        "tờ khai đăng ký",
        "có tờ khai đăng ký",
        "chính ngạch",
        "tiểu ngạch",
        "mậu dịch chính ngạch",
        *("biên mậu", "mậu biên", "thương mại biên giới", "cư dân biên giới"),
        *_COUNTED,
        "qua các cảng",
        "mọi cảng trong cả nước",
        "qua các cảng cả nước",
    )
    counting: ClassVar[Counting] = Counting(
        things=(
            *("hàng", "lô", "chuyển", "gửi", "dịch vụ", "doanh thu dịch vụ", "xuất khẩu dịch vụ"),
            *("xăng dầu", "dầu thô", "vàng"),
        ),
        ways=(
            *("kinh doanh", "gia công", "sản xuất xuất khẩu", "mậu dịch", "phi mậu dịch"),
            *("chính ngạch", "tiểu ngạch", "biên mậu", "mở tờ khai", "làm thủ tục"),
            "cư dân biên giới",
        ),
        passing=(
            *("quá cảnh", "chuyển khẩu", "chuyển cửa khẩu", "tạm nhập", "kho ngoại quan"),
            "trung chuyển",
        ),
        kinds=("loại hình", "tờ khai"),
        alike=(
            _DECLARED,
            tuple(
                f"qua {which}{gates}"
                for which in ("", "các ", "hệ thống ")
                for gates in ("cửa khẩu", "cảng", "lối mở", "địa bàn")
            ),
            tuple(f"{every} loại hình" for every in ("mọi", "tất cả", "đủ", "các", "tất cả các")),
            ("thu ngoại tệ",),
        ),
        handled=(
            *("làm thủ tục", "làm thủ tục hải quan", "thông quan", "được thông quan", "giám sát"),
            *("giám sát hải quan", "quản lý", "khai báo", "kê khai", "khai"),
        ),
        telling=(
            *("hải quan", "thông quan", "giám sát", "mậu biên", "tái xuất", "ngoại quan"),
            *("chế xuất", "ngoại tệ", "mua bán", "trao đổi"),
        ),
    )
    foreign: ClassVar[tuple[str, ...]] = (
        "thuế",
        "thu ngân sách",
        "dịch vụ",
        "fdi",
        "khối fdi",
        "đầu tư nước ngoài",
        "vốn nước ngoài",
        *("vốn trong nước", "vốn nội"),
        "kinh tế trong nước",
        "khu vực trong nước",
        "khối trong nước",
        "doanh nghiệp trong nước",
        "khối nội",
        "khối ngoại",
        "vốn ngoại",
        "doanh nghiệp nội",
        "doanh nghiệp ngoại",
        "lệ phí",
    )
    lookalikes: ClassVar[tuple[str, ...]] = (
        *("sản xuất xuất khẩu", "gia công xuất khẩu"),
        *("sản xuất", "chế xuất", "khu chế xuất", "đề xuất", "đột xuất", "truy xuất", "trích xuất"),
        *("xuất xứ", "xuất hiện", "xuất bản", "xuất sắc", "xuất phát", "xuất cảnh", "xuất viện"),
        *("nhập cảnh", "xuất nhập cảnh", "nhập lậu", "nhập học", "nhập viện", "nhập cư"),
        *("hội nhập", "thu nhập", "gia nhập", "sáp nhập", "thâm nhập", "xâm nhập", "xuất kho"),
        *("máy vi tính", "máy tính"),
        *("gạo", "tôm", "cá", "gỗ", "sắt", "thép", "than", "dầu", "xăng", "chè", "sắn", "thịt"),
        *(
            "sầu riêng",
            "trứng",
            "rau",
            "chuối",
            "xoài",
            "dừa",
            "vải",
            "sợi",
            "bông",
            "giấy",
            "nhựa",
            "đá",
        ),
        *("quặng", "nhôm", "kẽm", "giày", "dép", "ngô", "lúa", "bia", "rượu", "điện", "ô tô"),
        *("tạm nhập", "tái xuất", "tạm nhập tái xuất", "xuất chuồng", "xuất bán", "nhập kho"),
        *("thị trường xuất khẩu", "doanh nghiệp xuất khẩu", "đơn hàng xuất khẩu"),
        *("mặt hàng xuất khẩu", "sản phẩm xuất khẩu", "thuế xuất khẩu", "thuế nhập khẩu"),
        *("thuế xuất nhập khẩu", "thủ tục xuất nhập khẩu", "doanh nghiệp xuất nhập khẩu"),
    )
    subjects: ClassVar[tuple[str, ...]] = (
        *("gạo", "cà phê", "hạt điều", "điều nhân", "hạt tiêu", "hồ tiêu", "cao su", "chè", "sắn"),
        *("rau quả", "trái cây", "hoa quả", "nông sản", "lâm sản", "thủy sản", "hải sản"),
        *("thủy hải sản", "tôm", "cá tra", "cá ngừ", "bạch tuộc", "ngao", "sầu riêng"),
        *("thanh long", "vải thiều", "xoài", "chuối", "mít", "dưa hấu", "chanh leo", "dừa"),
        *("quế", "hoa hồi", "thạch đen", "ngô", "đậu tương", "lúa mì", "thức ăn chăn nuôi"),
        *("thức ăn gia súc", "sữa", "thịt", "bánh kẹo", "mì lát", "mì chính", "bia", "rượu"),
        *("thuốc lá", "gỗ", "dăm gỗ", "viên nén", "đồ gỗ", "nội thất", "đồ chơi", "giấy"),
        *("dệt may", "may mặc", "quần áo", "xơ sợi", "sợi", "xơ", "bông", "vải", "khăn bông"),
        *("giày dép", "giày da", "da giày", "giày", "túi xách", "phụ liệu", "nguyên phụ liệu"),
        *("điện thoại", "linh kiện", "điện tử", "máy tính", "máy vi tính", "bán dẫn", "máy ảnh"),
        *("máy móc", "thiết bị", "phụ tùng", "dây điện", "cáp điện", "tai nghe", "ty vi"),
        *("ô tô", "xe máy", "phương tiện vận tải", "sắt thép", "thép", "phôi thép", "kim loại"),
        *("nhôm", "quặng", "khoáng sản", "than", "than đá", "than cốc", "dầu thô", "xăng dầu"),
        *("xăng", "dầu diesel", "khí hóa lỏng", "hóa chất", "phân bón", "chất dẻo", "nhựa"),
        *("gốm", "gốm sứ", "thủy tinh", "xi măng", "clinker", "đá vôi", "bột đá", "đá trắng"),
        *("vật liệu xây dựng", "gạch", "thủ công mỹ nghệ", "mây tre", "dược phẩm", "dược liệu"),
        *("công nghiệp", "khai khoáng"),
        *("iip", "grdp", "gdp", "cpi", "chỉ số sản xuất", "chỉ số giá", "giá trị sản xuất"),
        *("tổng sản phẩm", "bán lẻ", "doanh thu", "doanh số", "du lịch", "lưu trú", "ăn uống"),
        *("vận tải", "lượt khách", "ngân sách", "thu nội địa", "chi thường xuyên", "vốn đầu tư"),
        *("vốn đăng ký", "tổng vốn", "nguồn vốn", "đầu tư công", "giải ngân", "dư nợ"),
        *("tín dụng", "tiền gửi", "nợ xấu", "lợi nhuận", "thu nhập", "giá vàng", "tỷ giá"),
        *("lãi suất", "lạm phát", "dân số", "bảo hiểm y tế", "hộ nghèo", "diện tích"),
        *("sản lượng", "năng suất", "gia cầm", "chăn nuôi", "trồng trọt", "kiều hối", "cước"),
        *("giá bán", "giá nông sản", "đơn giá", "thuế", "phí", "thu từ hoạt động", "phần mềm"),
        *("điện năng", "điện thương phẩm", "sứ", "hạt các loại", "hạt dẻ cười", "ống đồng"),
        *("tinh bột", "đá quý", "kim loại quý", "thực phẩm", "đồ uống"),
    )
