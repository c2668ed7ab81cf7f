"""State budget of a place over a period: what it takes in, what it spends, what is left."""

from typing import Annotated, ClassVar

from pydantic import Field

from extractor.numbers.interval import Interval
from extractor.schema import Balance, EditRule, Figure, Measure, Part, Report, Statement, Sum

_AMOUNT = Interval.between(0, 10**16)


class BudgetStatement(Statement):
    """The budget of one place in one period and scope."""

    revenue: Annotated[
        Figure | None,
        Measure(
            phrases=(
                "thu ngân sách",
                "thu ngân sách nhà nước",
                "thu NSNN",
                "nguồn thu",
                "tổng thu",
                "số thu",
            ),
            values=_AMOUNT,
        ),
    ] = Field(description="All revenue (tổng thu ngân sách).")
    domestic: Annotated[
        Figure | None, Measure(phrases=("thu nội địa", "số thu nội địa"), values=_AMOUNT)
    ] = Field(description="Revenue raised inland (thu nội địa).")
    customs: Annotated[
        Figure | None,
        Measure(
            phrases=(
                "thu từ hoạt động xuất nhập khẩu",
                "thu từ xuất nhập khẩu",
                "thu thuế xuất nhập khẩu",
                "thu xuất nhập khẩu",
                "số thu nộp ngân sách qua hải quan",
                "thu hải quan",
            ),
            values=_AMOUNT,
        ),
    ] = Field(description="Revenue raised at the border (thu từ hoạt động xuất nhập khẩu).")
    spending: Annotated[
        Figure | None,
        Measure(
            phrases=("chi ngân sách", "chi ngân sách địa phương", "tổng chi", "chi NSNN"),
            values=_AMOUNT,
        ),
    ] = Field(description="All spending (tổng chi ngân sách).")
    investment: Annotated[
        Figure | None, Measure(phrases=("chi đầu tư phát triển", "chi đầu tư"), values=_AMOUNT)
    ] = Field(description="Spending on investment, a part of spending (chi đầu tư phát triển).")
    balance: Annotated[
        Figure | None,
        Measure(
            phrases=("bội thu", "bội chi", "bội chi ngân sách", "cân đối ngân sách"),
            negative=("bội chi", "bội chi ngân sách"),
            values=Interval.between(-(10**16), 10**16),
        ),
    ] = Field(description="Revenue less spending; a deficit (bội chi) is negative.")


class BudgetReport(Report):
    """The state budget that one article reports."""

    statements: list[BudgetStatement]

    rules: ClassVar[tuple[EditRule, ...]] = (
        Sum("revenue", ("domestic", "customs")),
        Balance("balance", "revenue", "spending"),
        Part("investment", "spending"),
    )
    generic: ClassVar[tuple[str, ...]] = ("số thu",)
    neutral: ClassVar[tuple[str, ...]] = ("ngân sách", "nhà nước", "kho bạc", "tài chính")
    scopes: ClassVar[tuple[str, ...]] = ("do Cục Thuế quản lý", "không kể tiền sử dụng đất")
    foreign: ClassVar[tuple[str, ...]] = (
        "tiền sử dụng đất",
        "xổ số",
        "kim ngạch",
        "xuất khẩu",
        "nhập khẩu",
        "xuất nhập khẩu",
        "vốn đăng ký",
    )
    lookalikes: ClassVar[tuple[str, ...]] = ("nguồn thu nhập", "tổng thu nhập", "bội chi hộ")
