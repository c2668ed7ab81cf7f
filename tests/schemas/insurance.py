"""Premiums that insurers take in a place; a schema that has ways of counting of its own."""

from typing import Annotated, ClassVar

from pydantic import Field

from extractor.schema import Counting, EditRule, Figure, Measure, Part, Report, Statement


class InsuranceStatement(Statement):
    """The premiums of one place in one period, counted in one way."""

    premiums: Annotated[
        Figure | None, Measure(phrases=("phí bảo hiểm", "doanh thu phí bảo hiểm"))
    ] = Field(description="Premiums taken.")
    claims: Annotated[
        Figure | None, Measure(phrases=("bồi thường bảo hiểm", "chi trả bồi thường"))
    ] = Field(description="Claims paid.")


class InsuranceReport(Report):
    """The premiums that one article reports."""

    statements: list[InsuranceStatement]

    rules: ClassVar[tuple[EditRule, ...]] = (Part("claims", "premiums"),)
    nouns: ClassVar[tuple[str, ...]] = ("đơn", "đơn bảo hiểm")
    items: ClassVar[tuple[str, ...]] = ("gói",)
    subjects: ClassVar[tuple[str, ...]] = ("xe cơ giới", "cháy nổ")
    counting: ClassVar[Counting] = Counting(
        things=("phí giữ lại", "phí kỳ hai"),
        ways=("khai thác mới", "tái tục"),
        passing=("nhận tái", "đồng bảo hiểm"),
        kinds=("nghiệp vụ", "hợp đồng"),
        alike=(
            ("ký hợp đồng tại", "hợp đồng ký tại"),
            ("mọi nghiệp vụ", "tất cả các nghiệp vụ"),
        ),
        handled=("cấp đơn", "quản lý"),
        telling=("bên mua", "đại lý"),
    )
