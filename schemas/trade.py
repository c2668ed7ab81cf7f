"""Import and export turnover of a place over a period, as Vietnamese news report it."""

from typing import Annotated, ClassVar

from pydantic import Field

from extractor.schema import Balance, EditRule, Figure, Measure, Part, Report, Statement, Sum

__all__ = ["TradeReport", "TradeStatement"]


class TradeStatement(Statement):
    """The trade of one place in one period and scope."""

    total: Annotated[
        Figure | None,
        Measure(
            phrases=(
                "xuất nhập khẩu",
                "xuất, nhập khẩu",
                "xuất - nhập khẩu",
                "xuất khẩu và nhập khẩu",
                "XNK",
                "kim ngạch hai chiều",
                "thương mại hai chiều",
                "tổng kim ngạch",
                "tổng trị giá",
                "hàng làm thủ tục",
                "kim ngạch",
                "ngoại thương",
            )
        ),
    ] = Field(description="Exports and imports together (tổng kim ngạch xuất nhập khẩu).")
    export: Annotated[
        Figure | None,
        Measure(phrases=("xuất khẩu", "hàng xuất", "XK", "bán ra")),
    ] = Field(description="Exports (xuất khẩu).")
    import_: Annotated[
        Figure | None,
        Measure(phrases=("nhập khẩu", "hàng nhập", "hàng nhập về", "NK", "mua vào")),
    ] = Field(alias="import", description="Imports (nhập khẩu).")
