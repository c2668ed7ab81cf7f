"""Which number is wrong where numbers do not fit, and whose fault that looks like.

A breach that is none without a statement of another place, period or scope is laid to that, and no
number is suspect of it. One that the article's own numbers have too, as the reader binds them, is
told of these. Of any other the numbers are sought that explain it (``diagnosis``). Sets of numbers
that explain it alike are a tie and told as one, the smallest alone, unless slips decide it: only
one number, or one exchange of two, is a slip away from fitting.

A breach is the model's where all that explains it is not as the article prints it or is laid to the
model, the source's where every number of it is printed and nothing speaks against any, and else it
is not known. A value of last year may have been revised since: where such a breach is the source's,
no number of it is suspect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain

from extractor.checks.diagnosis import Diagnosis, diagnosed, smallest
from extractor.checks.edit_rules import as_given, conflicts, evaluate
from extractor.checks.evidence import Claim
from extractor.checks.grouping import Basis, Group
from extractor.checks.misplaced import Misplaced, misplaced, parted
from extractor.checks.mixed import Mixed
from extractor.checks.network import Exhausted, Network, Work
from extractor.checks.own_numbers import own_numbers
from extractor.checks.previous_year import previous_years
from extractor.checks.repairs import restated
from extractor.checks.standing import Standing
from extractor.checks.ties import network
from extractor.checks.weighing import Evidence
from extractor.exact_json import plain
from extractor.reader import Reading
from extractor.record import Attribution, Finding, Suggestion
from extractor.schema import Schema

BETWEEN_NUMBERS = frozenset(
    {"sum", "balance", "part", "growth_base", "plan_base", "conflict", "previous_year"}
)
"""The rules that hold numbers against each other, as findings call them."""

_BASES: tuple[Basis, ...] = ("value", "growth", "plan")
_NAMED = 6
"""How many of those that tie a message names."""
_LISTED = 3
"""How many sets of several numbers each it lists: more are told by their number and size."""


def localised(
    breaches: Sequence[Finding],
    found: Sequence[Group],
    schema: Schema,
    evidence: Evidence,
    reading: Reading | None,
    mixed: Mixed | None,
    standing: Standing,
) -> list[Finding]:
    """Breaches of rules between numbers, with fault, suspect and suggestion where there is one.

    ``found`` are all groups of the report, ``reading`` what the deterministic reader makes of the
    article and ``mixed`` of its scopes, where the report is not its own, ``standing`` tells where
    its numbers stand. What the search cannot settle stays without a suspect.
    """
    work = Work()
    wrong = misplaced(evidence.findings)
    sure = {s: one for s, one in wrong.items() if one.certain}
    seated = parted(found, sure.keys()) if sure else found
    still = list(_broken(seated, schema)) if sure else breaches
    maybe = {s: one for s, one in wrong.items() if not one.certain}
    at_most = list(_broken(parted(seated, maybe.keys()), schema)) if maybe else still
    unscoped = {s for group in found if group.scope is None for s in group.statements}
    accused = _accused(seated, evidence)
    said = _Search(seated, schema, evidence, work, standing)
    own = article = None
    owned: list[Finding] = []
    if accused and reading is not None:
        own = own_numbers(seated, evidence, reading, schema)
        owned = list(_broken(own.groups, schema))
        article = _Search(own.groups, schema, own.evidence, work)
    told = []
    for breach in breaches:
        misplaced_here = _among(breach, sure)
        again = _recurs(breach, still) or (None if misplaced_here else breach)
        if again is None:
            told.append(_explained(breach, misplaced_here, unscoped))
            continue
        doubted = _among(again, maybe) if accused.isdisjoint(again.fields) else []
        if doubted and _recurs(again, at_most) is None:
            told.append(_explained(breach, doubted, unscoped))
        elif mixed is not None and (of_two := mixed.told(breach)) is not None:
            told.append(of_two)
        elif own is None or article is None:
            told.append(said.told(breach, again))
        elif (itself := _recurs(again, owned)) is not None:
            told.append(article.told(breach, itself, instead=own.changed))
        else:
            fits = own.fields.issuperset(again.fields) and not accused.isdisjoint(again.fields)
            told.append(said.told(breach, again, is_the_models=accused if fits else frozenset()))
    return told


def _accused(found: Sequence[Group], evidence: Evidence) -> frozenset[str]:
    """The fields of the numbers that are laid to the model."""
    every = (n for group in found for numbers in group.numbers.values() for n in numbers)
    return frozenset(n.field for n in every if evidence.is_the_models(n))


def _broken(found: Sequence[Group], schema: Schema) -> Iterator[Finding]:
    """Every breach of a rule between numbers."""
    rules = (evaluate(found, rule, basis) for basis in _BASES for rule in schema.rules)
    every = chain(conflicts(found, schema), *rules, previous_years(found, schema))
    return (finding for finding in every if finding.severity != "info")


def _recurs(breach: Finding, among: Iterable[Finding]) -> Finding | None:
    """The same breach, maybe of fewer numbers."""
    alike = (f for f in among if f.rule == breach.rule and {*f.fields} <= {*breach.fields})
    return max(alike, key=lambda f: len(f.fields), default=None)


def _among(breach: Finding, wrong: Mapping[int, Misplaced]) -> list[Misplaced]:
    """What is wrong with statements that a breach is of."""
    statements = dict.fromkeys(int(field.split(".")[1]) for field in breach.fields)
    return [wrong[s] for s in statements if s in wrong]


def _explained(breach: Finding, why: Sequence[Misplaced], unscoped: Set[int]) -> Finding:
    """A breach that is none without the statements that are not where they belong.

    Those that are ``unscoped`` and should not be have left out what tells them apart.
    """
    certain = all(one.certain for one in why)
    are = "is" if certain else "may be"
    said = " and ".join(
        f"statement {w.statement} leaves out its scope ({w.rule})"
        if w.what == "scope" and w.statement in unscoped
        else f"statement {w.statement} {are} of another {w.what} ({w.rule})"
        for w in why
    )
    is_scope = all(one.what == "scope" for one in why)
    them = "it" if len(why) == 1 else "them"
    return replace(
        breach,
        attribution="model" if certain else "unknown",
        suspect=why[0].field if len(why) == 1 or is_scope else None,
        message=f"{breach.message}; {said}, and without {them} this does not arise",
    )


class _Search:
    """Looks for what explains breaches among the numbers of some groups."""

    def __init__(
        self,
        found: Sequence[Group],
        schema: Schema,
        evidence: Evidence,
        work: Work,
        standing: Standing | None = None,
    ) -> None:
        self._found = found
        self._schema = schema
        self._evidence = evidence
        self._work = work
        self._standing = standing
        self._subject_of = {s: (g.place, g.period) for g in found for s in g.statements}
        self._parts: dict[frozenset[tuple[str, tuple[str, str]]], dict[str, Network]] = {}
        self._diagnoses: dict[int, Diagnosis] = {}

    def told(
        self,
        breach: Finding,
        of: Finding,
        *,
        is_the_models: Set[str] = frozenset(),
        instead: Set[str] = frozenset(),
    ) -> Finding:
        """A breach with what explains it among the numbers ``of`` which it is.

        ``is_the_models`` are the fields of numbers laid to the model with the article's own of
        which the rule holds, ``instead`` those for which these stand here. What mends them mends
        no report that has others, so that nothing is suggested then.
        """
        why = self._diagnosis(of)
        claims = why.network.claims
        mine = {n for n, claim in enumerate(claims) if claim.field in of.fields}
        fault: Attribution = "model" if is_the_models else self._fault(mine, why, of)
        message = breach.message
        if not instead.isdisjoint(of.fields):
            message += "; the numbers that the article has instead do not fit either"
        if not why.sets:
            message += "; which number is wrong was not searched to the end"
        if not why.sets or (breach.rule == "previous_year" and fault == "source"):
            return replace(breach, attribution=fault, suspect=None, message=message)
        suspects, said = self._suspects(mine, why)
        if fault == "model" and not suspects and len(laid := self._laid(mine, why)) == 1:
            suspects = laid
        blamed = [n for n in sorted(mine) if claims[n].field in is_the_models]
        if blamed and not set(suspects) <= set(blamed):
            suspects, said = blamed if len(blamed) == 1 else [], ""
        suggestion = None
        slipped = len(why.repairs) == 1 and suspects and suspects[0] in why.repairs[0].numbers
        if slipped and not self._evidence.may_be_of_another(claims[suspects[0]]):
            suggestion = why.repairs[0].suggestion(claims, suspects[0])
        if suspects and claims[suspects[0]].field in self._evidence.instead:
            suggestion = self._restored(suspects[0], why)
        if any(claim.field in instead for claim in claims):
            suggestion = None
        return replace(
            breach,
            attribution=fault,
            suspect=claims[suspects[0]].field if suspects else None,
            message=f"{message}{said}",
            suggestion=suggestion,
        )

    def _restored(self, number: int, why: Diagnosis) -> Suggestion | None:
        """What the text says in place of a headline's number, where every rule holds with that."""
        claim = why.network.claims[number]
        value = self._evidence.instead[claim.field]
        try:
            holds = why.network.holds(instead={number: restated(claim, value)})
        except Exhausted:
            return None
        said = "what the text below the headline says; every rule then holds"
        return Suggestion(claim.field, plain(value), said) if holds else None

    def _diagnosis(self, breach: Finding) -> Diagnosis:
        """What explains a breach, all else considered that its numbers are tied to."""
        statements = {int(field.split(".")[1]) for field in breach.fields}
        subjects = frozenset(self._subject_of[s] for s in statements)
        if subjects not in self._parts:
            tied = [g for g in self._found if (g.place, g.period) in subjects]
            components = network(tied, self._schema, self._work).components()
            self._parts[subjects] = {c.field: part for part in components for c in part.claims}
        part = self._parts[subjects][breach.fields[0]]
        if id(part) not in self._diagnoses:
            self._diagnoses[id(part)] = diagnosed(part, self._schema, self._evidence)
        return self._diagnoses[id(part)]

    def _fault(self, mine: set[int], why: Diagnosis, breach: Finding) -> Attribution:
        claims, evidence = why.network.claims, self._evidence
        # What else does not fit may be the article's; of this breach it explains nothing.
        here = _options(mine, why) or why.sets
        explaining = frozenset().union(*here)
        if explaining and all(evidence.is_the_models(claims[n]) for n in explaining):
            return "model"
        if len(self._laid(mine, why)) == 1:
            return "model"
        otherwise = all(evidence.is_read_otherwise(claims[n]) for n in explaining)
        if breach.severity == "warning" and len(explaining) == 1 and otherwise:
            return "model"  # no graver than what says so of the number
        if any(evidence.is_the_models(claims[n]) or evidence.is_doubted(claims[n]) for n in mine):
            return "unknown"
        return (
            "unknown" if self._may_be_misread([claims[n].field for n in mine], breach) else "source"
        )

    def _may_be_misread(self, fields: Sequence[str], breach: Finding) -> bool:
        """Whether numbers stand where an article does not contradict itself."""
        if self._standing is None:
            return False
        together = breach.rule == "conflict" and self._standing.is_together(fields)
        astray = misplaced(self._evidence.findings).keys()
        placed = [field for field in fields if int(field.split(".")[1]) not in astray]
        return together or any(map(self._standing.is_elsewhere, placed))

    def _laid(self, mine: set[int], why: Diagnosis) -> list[int]:
        """The numbers of a breach that other rules lay to the model and nothing explains without.

        One that is wrong for certain takes with it whatever does not fit beside it.
        """
        laid = [n for n in sorted(mine) if self._evidence.is_the_models(why.network.claims[n])]
        return [n for n in laid if all(n in one for one in _options(mine, why) or [frozenset()])]

    def _suspects(self, mine: set[int], why: Diagnosis) -> tuple[list[int], str]:
        """The numbers of a breach that are most likely wrong, and what is to be said of it."""
        claims = why.network.claims
        options = smallest(one & mine for one in why.sets if one & mine)
        common = frozenset.intersection(*options) if _options(mine, why) else frozenset()
        suspects = sorted(common) if len(common) == 1 else []
        said = ""
        if options and not suspects:
            said = f"; {self._candidates(options, claims)}"
        slipped = {repair.numbers for repair in why.repairs}
        if len(slipped) == 1:
            (numbers,) = slipped
            by_slip = [n for n in numbers if n in mine]
            if not suspects and by_slip:
                known = frozenset().union(*options) == {*numbers}
                slip = _slip(numbers, claims, is_known=known, is_copied=why.is_copied)
                said += f", and only {slip}"
            suspects = suspects or by_slip
        if why.is_rounded:
            said += "; one more number must be off by a unit of its last digit"
        return suspects, said

    def _candidates(self, options: Sequence[frozenset[int]], claims: Sequence[Claim]) -> str:
        """The sets that tie, as a message names them."""
        every = sorted(frozenset().union(*options))
        if len(every) > 1 and all(self._evidence.is_the_models(claims[n]) for n in every):
            return f"other rules lay {' and '.join(_name(claims[n]) for n in every)} to the model"
        sizes = {len(one) for one in options}
        if len(options) > _LISTED and len(sizes) == 1 and sizes != {1}:
            (size,) = sizes
            names = [_name(claims[n]) for n in every]
            return f"wrong are {size} of {', '.join(names[:-1])} and {names[-1]}"
        named = [" with ".join(_name(claims[n]) for n in sorted(one)) for one in options[:_NAMED]]
        if len(options) > _NAMED:
            named.append(f"{len(options) - _NAMED} other choices")
        if len(named) == 1:
            return f"wrong are {named[0]}"
        return f"wrong is {', '.join(named[:-1])} or {named[-1]}"


def _options(mine: Set[int], why: Diagnosis) -> list[frozenset[int]]:
    """What explains a breach within its own numbers.

    None where what is wrong may lie wholly elsewhere, and here only a last digit be off.
    """
    if any(one.isdisjoint(mine) for one in why.sets):
        return []
    return smallest(one & mine for one in why.sets)


def _slip(
    numbers: Sequence[int], claims: Sequence[Claim], *, is_known: bool, is_copied: bool
) -> str:
    """The one slip that makes all fit, of numbers that were named before it or not."""
    names = " and ".join(_name(claims[n]) for n in numbers)
    if len(numbers) > 1:
        return f"an exchange of {'the two' if is_known else names} makes all fit"
    if is_copied:
        return f"{names} is a slip away from a number that the article prints and that fits"
    return f"{names} is a slip away from fitting"


def _name(claim: Claim) -> str:
    what = {
        "value": claim.measure,
        "change": f"the change of {claim.measure}",
        "plan": f"{claim.measure}'s share",
    }
    return f"{what[claim.aspect]} ({as_given(claim)})"
