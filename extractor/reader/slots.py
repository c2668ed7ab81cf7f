"""What binding works on: a figure on its way, the clause it stands in, what a sentence inherits."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.numbers.unit import Unit
from extractor.span import Span

Manner = Literal["direct", "inherited", "settled"]
"""How a figure was bound: named in its own clause; gone on with from what was named before; by the
arithmetic that chose among several readings."""


Left = Literal["number", "measure", "period", "place", "subject"]
"""What of a figure a text can leave open: which value its digits have, what, when or where it is
of, and whether it is of the place at all."""

Strange = Literal["known", "unknown"]
"""What a list is of that is of no measure: of something else that is known, or of unknown words."""

Supposed = Literal["aim", "any"]
"""What a clause tells that is no result: what is aimed at, or what is so of any place."""

Topic = Literal["alone", "known"]
"""What a sentence begins with: told alone, or known as something that no measure is of."""

Role = Literal["change", "share"]
"""What a percentage states of a figure."""

NO_MEASURE = ""
"""What an amount is of that only what it makes up with others can give a measure."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What neither the words nor the arithmetic decide of a figure.

    ``others`` are the other readings, as a person would say them; of the subject, what speaks
    against it. ``reckoned`` says that nothing but the size of other amounts leaves it open.
    """

    of: Left
    others: tuple[str, ...]
    reckoned: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """How a figure came to be what it is, and what of it is in doubt."""

    manner: Manner
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A percentage and the words that state it."""

    span: Span
    percent: Decimal


@dataclass(slots=True)
class Slot:
    """One figure on its way: a measure and what was found for it.

    ``compared`` is the period that its growth refers to. ``head`` is false for a part of what was
    named before («trong đó …»). ``back`` marks a value of the period that the sentence compares
    with, ``joined`` is the name right before this one («xuất khẩu, nhập khẩu»), ``rivals`` are the
    other measures that an amount without a name may go on with, ``meanwhile`` the other periods
    that one without a period may, ``nearby`` the places that one without a place may be of as well,
    ``astray`` says that one without a name follows an amount of something else, ``adrift`` that
    it stands among unknown words or with no word of whose it is, ``strange`` counts the unknown
    words of its clause, ``passing`` says that its place was only named before it,
    ``named`` is the name that the sentence gave what one without a name goes on with, ``planned``
    the amount that the share is of, ``deficit`` says that the arithmetic shows a balance to be one,
    ``loose`` that its sentence does not name the period after its own, ``denied`` are amounts that
    its sentence says it is not, ``aimed`` that a plan was named before it and nothing says what
    came of that, ``portion`` that it is one of a row that makes up a whole, ``measured`` that its
    sentence tells a share of plan and its measure once, ``sited`` that the row of a table which it
    is a part of names its place, ``emitted`` that it came out.
    """

    measure: str
    label: Span
    manner: Manner = "direct"
    quantity: Quantity | None = None
    change: Stated | None = None
    share: Stated | None = None
    period: PeriodMention | None = None
    compared: PeriodMention | None = None
    place: str | None = None
    scope: Span | None = None
    approximate: bool = False
    head: bool = True
    back: bool = False
    joined: Slot | None = None
    rivals: tuple[str, ...] = ()
    meanwhile: tuple[PeriodMention, ...] = ()
    nearby: tuple[str, ...] = ()
    astray: bool = False
    adrift: bool = False
    strange: int = 0
    passing: bool = False
    named: Span | None = None
    planned: Quantity | None = None
    deficit: bool = False
    loose: bool = False
    denied: tuple[Quantity, ...] = ()
    aimed: bool = False
    portion: bool = False
    measured: bool = False
    sited: bool = False
    emitted: bool = field(default=False, init=False)

    @property
    def empty(self) -> bool:
        """Whether nothing was found for the measure yet."""
        return self.quantity is None and self.change is None and self.share is None


@dataclass(frozen=True, slots=True)
class Headed:
    """What is said of one cell of a table by its headings.

    ``planned`` are the words that make it a plan, ``estimate`` says whether they make it an
    estimate, ``index`` whether a percentage counts from 100; ``None`` where neither is certain.
    """

    planned: str | None = None
    estimate: bool | None = None
    index: bool | None = None


@dataclass(slots=True)
class Context:
    """What a sentence inherits from those before it.

    ``head`` is the measure that a clause without a name goes on with, ``topic`` the first that the
    article spoke of, which a new paragraph goes on with. ``level`` says what «bằng 109%» meant
    where it was last spelled out: a change on the year or a share of plan. ``named`` are the
    measures named last, in their order, none twice, ``spoken`` the last period of each kind.
    ``lately`` are the measures of the sentence that told figures last, ``above`` those of the
    paragraph, ``times`` the periods and ``sites`` the places that it told figures of.
    ``region`` is the province that the paragraph named last, ``last`` the place that a sentence was
    of last, ``last_region`` the last region, ``lately_at`` the last border gate and the last port,
    ``unsure_at`` what else of that kind may be meant, ``section`` the gate with which the heading
    above begins, ``office`` what the office named last is the office of. ``told`` is the amount
    told last. ``asked`` says that a question named the measure and left its amount to the answer,
    ``headed`` and ``located`` are the measure and the place that the heading above names,
    ``listed`` is the measure that the lead of a list named, ``counted`` the unit of its bare
    numbers, ``lead`` both of the list that prose stands in, with its period, ``ranked`` the measure
    that a line says places are ranked by, ``strange`` that a list's lead says something else.
    ``first`` is the place that was told of last with the measure that came first of it.
    ``sector`` says that a sector of the economy was spoken of, and no place since. ``unsaid`` is
    where percentages of tables stand that no heading gives to one of their row's amounts,
    ``off_half`` that the growths of half a month that name no time are on the half before it,
    ``cells`` what their headings say of the numbers of tables, by where these begin.
    ``figures`` are the figures told last with an amount, by measure and place. ``spelled`` are the
    measures that the text has called so far by a name that is of no other.
    """

    period: PeriodMention | None = None
    place: str | None = None
    region: str | None = None
    last: str | None = None
    last_region: str | None = None
    lately_at: dict[str, str] = field(default_factory=dict)
    unsure_at: dict[str, str] = field(default_factory=dict)
    section: str | None = None
    office: str | None = None
    scope: Span | None = None
    head: str | None = None
    topic: str | None = None
    level: Role | None = None
    named: tuple[str, ...] = ()
    spoken: dict[str, PeriodMention] = field(default_factory=dict)
    lately: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    times: tuple[PeriodMention, ...] = ()
    sites: tuple[str, ...] = ()
    told: Quantity | None = None
    asked: bool = False
    headed: str | None = None
    located: str | None = None
    listed: str | None = None
    counted: Unit | None = None
    lead: tuple[str | None, Unit | None, PeriodMention | None] | None = None
    ranked: str | None = None
    strange: Strange | None = None
    first: tuple[str | None, str] | None = None
    sector: bool = False
    unsaid: list[int] = field(default_factory=list)
    figures: dict[tuple[str, str], Slot] = field(default_factory=dict)
    spelled: frozenset[str] = frozenset()
    cells: dict[int, Headed] = field(default_factory=dict)
    off_half: bool = False


@dataclass(slots=True)
class Clause:
    """What stood so far in the clause that begins at token ``start``.

    ``unknown`` counts words of content, ``subject`` says whether the first noun is known, ``named``
    that a measure was named, ``behind`` that its name follows its amount, ``foreign`` that the
    clause is about something else, ``alien`` that something else was the subject of the clause
    before, which this one may go on with, ``counted`` that numbers were said of that, ``reported``
    that it was foreign and had numbers, ``whole`` is where a measure was named as the whole that
    something has a share of.
    ``compared`` is the period compared with, ``backed`` a past period that the clause itself is
    about, ``leading`` one that a clause of its own compares all that follows with, ``planned`` says
    that such a clause does so with a plan. ``claimed`` is a measure's name that unknown content
    beside it may make that of something else, ``supposed`` says that it tells no result.
    """

    start: int
    unknown: int = 0
    subject: bool | None = None
    named: bool = False
    behind: bool = False
    foreign: bool = False
    alien: bool = False
    counted: bool = False
    reported: bool = False
    whole: int | None = None
    compared: PeriodMention | None = None
    backed: PeriodMention | None = None
    leading: PeriodMention | None = None
    planned: bool = False
    claimed: tuple[str, Span] | None = None
    supposed: Supposed | None = None
