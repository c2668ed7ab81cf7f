"""What a report is: the pydantic classes that a schema's own are subclasses of."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from extractor.numbers.quantity import Scale
from extractor.schema.counting import Counting
from extractor.schema.declared import EditRule


def _number(value: Any) -> Decimal:
    # pydantic takes «1.200» for 1.2 and true for 1, where the article may well mean 1200.
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise PydanticCustomError("number", "a number is needed, not text or a flag")
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


PlainNumber = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
"""A decimal that goes over the wire as a plain JSON number, without pattern or range.

Text and flags are no numbers, whatever they look like.
"""


class _Strict(BaseModel):
    """Every field required, no others allowed: what strict structured output asks of a schema."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Change(_Strict):
    """Change on the same period of the year before."""

    percent: PlainNumber = Field(
        description="The change itself in percent, negative for a fall: «giảm 38,8%» is -38.8, "
        "«bằng 96% so với cùng kỳ» is -4, «gấp 1,5 lần» is 50."
    )
    text: str = Field(description="The words of the article that say so, copied exactly.")


class Share(_Strict):
    """Share of the plan that was reached."""

    percent: PlainNumber = Field(
        description="Share of the plan in percent: «đạt 21,8% kế hoạch» is 21.8, "
        "«vượt 8,1% kế hoạch» is 108.1."
    )
    text: str = Field(description="The words of the article that say so, copied exactly.")


class Figure(_Strict):
    """One printed number with its unit."""

    value: PlainNumber | None = Field(
        description="The number as printed, without its scale: 1200 for «1.200 triệu USD»."
    )
    scale: Scale | None = Field(description="The scale word that is printed with the number.")
    currency: str | None = Field(description="ISO 4217 code, for instance USD or VND.")
    text: str | None = Field(
        description="The shortest stretch of the article that holds the number, with its unit "
        "where that stands beside it, copied exactly."
    )
    approximate: bool = Field(
        description="Whether the article hedges the number (ước, dự kiến, khoảng, gần, xấp xỉ)."
    )
    change: Change | None
    plan: Share | None


class Period(_Strict):
    """The time that a statement covers, both days inclusive."""

    start: str = Field(description="First day, YYYY-MM-DD.")
    end: str = Field(description="Last day, YYYY-MM-DD.")
    text: str = Field(description="The words of the article that name the period.")


class Statement(_Strict):
    """What a report says of one place, one period and one scope."""

    place: str = Field(description="Official name without its administrative word.")
    scope: str | None = Field(
        description="Words of the article that tell these figures from others of the same place "
        "and period, else null."
    )
    period: Period


class Report(_Strict):
    """Everything that one article states; subclasses name their statement type and edit rules."""

    rules: ClassVar[tuple[EditRule, ...]] = ()
    generic: ClassVar[tuple[str, ...]] = ()
    neutral: ClassVar[tuple[str, ...]] = ()
    nouns: ClassVar[tuple[str, ...]] = ()
    items: ClassVar[tuple[str, ...]] = ()
    narrowing: ClassVar[tuple[str, ...]] = ()
    scopes: ClassVar[tuple[str, ...]] = ()
    counting: ClassVar[Counting] = Counting()
    foreign: ClassVar[tuple[str, ...]] = ()
    lookalikes: ClassVar[tuple[str, ...]] = ()
    subjects: ClassVar[tuple[str, ...]] = ()
