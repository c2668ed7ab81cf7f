"""What a place takes of its visitors; a schema without any word but its measures' names."""

from typing import Annotated, ClassVar

from pydantic import Field

from extractor.schema import EditRule, Figure, Measure, Part, Report, Statement, Sum


class TourismStatement(Statement):
    """The tourism of one place in one period."""

    revenue: Annotated[
        Figure | None, Measure(phrases=("doanh thu du lịch", "tổng thu du lịch"))
    ] = Field(description="Revenue of tourism.")
    domestic: Annotated[Figure | None, Measure(phrases=("khách nội địa",))] = Field(
        description="Revenue of visitors from the country itself."
    )
    foreign: Annotated[Figure | None, Measure(phrases=("khách quốc tế",))] = Field(
        description="Revenue of visitors from abroad."
    )


class TourismReport(Report):
    """The tourism that one article reports."""

    statements: list[TourismStatement]

    rules: ClassVar[tuple[EditRule, ...]] = (
        Sum("revenue", ("domestic", "foreign")),
        Part("foreign", "revenue"),
    )
