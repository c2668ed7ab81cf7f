"""The number-sanity validator: a report held against its article and against itself.

``check`` is pure and deterministic: the same text, data and schema give the same findings in the
same order, and no input is changed. It knows no measure by name; what there is to hold against
each other is the schema's.

A breach is a ``Finding``; what cannot be judged is a finding of severity info (``not_evaluable``);
a check that itself crashed is named in ``Checked.crashed`` and takes no other check with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from extractor.checks.amounts import read_amount
from extractor.checks.apart import joined, set_apart
from extractor.checks.bearing import Bearing
from extractor.checks.beside import Beside
from extractor.checks.coarser import coarser
from extractor.checks.contradiction import contradictions
from extractor.checks.coverage import uncovered
from extractor.checks.edit_rules import conflicts, evaluate, rule_name
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.grouping import Basis, groups
from extractor.checks.headlines import Taken, misled, restored, taken_from_headlines
from extractor.checks.indices import indices
from extractor.checks.instruction import addressed, unsupported
from extractor.checks.laid import in_their_light
from extractor.checks.leak import leaks
from extractor.checks.localisation import BETWEEN_NUMBERS, localised
from extractor.checks.location import locate
from extractor.checks.marks import marks
from extractor.checks.mixed import Mixed
from extractor.checks.naming import unnamed_places
from extractor.checks.percents import read_percent
from extractor.checks.period_words import check_words
from extractor.checks.previous_year import previous_years
from extractor.checks.ranges import check_numbers, check_periods
from extractor.checks.repetition import repetitions
from extractor.checks.scopes import misplaced_scopes
from extractor.checks.second import doubts, read_alike
from extractor.checks.second_reading import second_readings
from extractor.checks.standing import Standing
from extractor.checks.subject import Subject
from extractor.checks.timing import unnamed_periods
from extractor.checks.told_apart import told_apart
from extractor.checks.unread import misnamed
from extractor.checks.weighing import Evidence
from extractor.checks.wording import quoted
from extractor.errors import one_line
from extractor.folding import fold
from extractor.numbers.interval import Interval
from extractor.reader import Binding, Headed, reading_of
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema, figures, without_spans
from extractor.span import Span

__all__ = ["Checked", "ShapeError", "check"]

_SEVERITIES = ("error", "warning", "info")
_BASES: tuple[Basis, ...] = ("value", "growth", "plan")


class ShapeError(ValueError):
    """The data is no report of the schema; ``problems`` has one line for each place."""

    def __init__(self, problems: list[str]) -> None:
        more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        super().__init__(f"the data does not have the report's shape: {problems[0]}{more}")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking one report gave.

    ``data`` is a copy of the report with derived ``span`` entries (offsets into the article, or
    ``None`` where the words are not printed there). ``findings`` are errors first, each kind in the
    report's order. ``intervals`` has, by field, what each printed number can stand for, in base
    units or percent; ``bindings``, by figure, how the deterministic reader bound what it reads
    alike. ``claims`` are the report's numbers with what is known of each, ``apart`` are the
    offsets into the folded text of the numbers that a contradiction lays to its article.
    ``crashed`` names the checks that failed to run, with the reason.
    """

    data: Data
    findings: tuple[Finding, ...]
    intervals: Mapping[str, Interval]
    bindings: Mapping[str, Binding]
    claims: tuple[Claim, ...]
    apart: frozenset[int]
    crashed: tuple[str, ...]


def check(
    text: str,
    data: Data,
    schema: Schema,
    *,
    by_reader: bool = False,
    examples: Sequence[Data] = (),
) -> Checked:
    """Hold a report against the text of its article and against the schema's edit rules.

    ``by_reader`` says that the data are the deterministic reader's own, so that its reading of the
    article supports nothing. ``examples`` are the reports that the prompt of the answer gave as
    examples, where they are known. ``span`` entries of ``data`` are ignored and derived anew.
    Raises ``ShapeError`` where ``data`` is no report of the schema.
    """
    bare = without_spans(data)
    problems = schema.problems(bare)
    if problems:
        raise ShapeError(problems)
    crashed: list[str] = []
    findings: list[Finding] = []
    numbers: list[Claim] = []
    places: dict[str, Span] = {}
    bindings: dict[str, Binding] = {}
    apart: set[int] = set()

    def attempt(name: str, run: Callable[[], list[Finding]]) -> None:
        # A crash is data too: it must neither pass for an agreement nor hide the other checks.
        try:
            findings.extend(run())
        except Exception as error:
            crashed.append(f"{name}: {one_line(f'{type(error).__name__}: {error}', 120)}")

    article = ArticleText.of(text)
    every = list(figures(bare, schema))

    def ground() -> list[Finding]:
        places.update(locate(article, bare, schema))
        return [finding for at in every for finding in _ungrounded(text, at, places)]

    def read(at: FigureAt) -> list[Finding]:
        subject = Subject(article, schema.measure(at.measure), at, places)
        read_amount(subject)
        read_percent(subject, "change")
        read_percent(subject, "plan")
        numbers.extend(subject.numbers)
        return subject.findings

    @cache
    def from_headlines() -> list[Taken]:
        reading = reading_of(text, schema)
        bearing = Bearing(numbers, schema)
        return taken_from_headlines(article, reading, bare, numbers, bearing, schema)

    def cells() -> Mapping[int, Headed]:
        # What the reader makes of its own answer supports nothing.
        return {} if by_reader else reading_of(text, schema).cells

    def words_of_periods() -> list[Finding]:
        return check_words(bare, article.times, reading_of(text, schema).published)

    def scope() -> list[Finding]:
        reading = None if by_reader else reading_of(text, schema)
        told, around = (reading.told, reading.around) if reading is not None else ((), ())
        return misplaced_scopes(article, bare, every, told, around, schema)

    def read_again() -> list[Finding]:
        bindings.update(read_alike(text, bare, every, schema))
        found = doubts(every, bindings, by_reader=by_reader)
        if not by_reader:
            reading = reading_of(text, schema)
            bearing = Bearing(numbers, schema)
            beside = Beside(article, schema)
            readings = second_readings(article, bare, every, numbers, reading.told, bearing, beside)
            apart = set_apart(article, bare, every, numbers, reading, bearing, schema, readings)
            apart += indices(article, every, numbers, reading)
            told = {finding.suspect for finding in (*readings, *apart)}
            unread = misnamed(article, bare, every, numbers, reading, bearing, schema)
            apart += [finding for finding in unread if finding.suspect not in told]
            found += joined(joined(readings, apart), misled(from_headlines(), bearing))
            finer = coarser(article, bare, every, numbers, reading.told)
            suspects = {finding.suspect for finding in found}
            found += [finding for finding in finer if finding.suspect not in suspects]
        return found

    def contradict() -> list[Finding]:
        reading = reading_of(text, schema)
        found = contradictions(article, reading, from_headlines(), bare, numbers, bindings, schema)
        apart.update(found.starts)
        return [*found.findings, *(found.misread if not by_reader else ())]

    def cover() -> list[Finding]:
        if by_reader:
            return []
        reading = reading_of(text, schema)
        told = tuple(number for number in reading.told if number.start not in apart)
        return uncovered(article, bare, every, numbers, replace(reading, told=told), schema)

    attempt("grounding", ground)
    for at in every:
        attempt(f"reading {at.path}", partial(read, at))
    attempt("places", lambda: unnamed_places(article, bare))
    attempt("periods", lambda: unnamed_periods(article, bare))
    attempt("scopes", scope)
    attempt("marks", lambda: marks(article, every, cells(), schema))
    attempt("repetition", lambda: repetitions(bare, every))
    attempt("example leak", lambda: leaks(every, places, examples, schema))
    attempt("range", lambda: check_numbers(numbers, schema) + check_periods(bare))
    attempt("period words", words_of_periods)
    found = groups(bare, numbers)
    attempt("conflict", lambda: conflicts(found, schema))
    for basis in _BASES:
        for rule in schema.rules:
            attempt(rule_name(rule, basis), partial(evaluate, found, rule, basis))
    attempt("previous year", lambda: previous_years(found, schema))
    attempt("second reading", read_again)
    attempt("contradiction", contradict)
    attempt("coverage", cover)
    attempt("instruction", lambda: addressed(fold(text)))

    def tell_apart() -> list[Finding]:
        if not by_reader:
            told = reading_of(text, schema).told
            findings[:] = told_apart(article, bare, every, found, told, findings, schema)
        return []

    def localise() -> list[Finding]:
        breaches = [f for f in findings if f.rule in BETWEEN_NUMBERS]
        if breaches:
            broken = set(map(id, breaches))
            others = [f for f in findings if id(f) not in broken]
            evidence = Evidence(article, bindings, others, restored(article, from_headlines()))
            reading = None if by_reader else reading_of(text, schema)
            mixed = Mixed(article, bare, every, reading.told) if reading is not None else None
            standing = Standing(article, bare, every, schema)
            told = localised(breaches, found, schema, evidence, reading, mixed, standing)
            instead = dict(zip(map(id, breaches), told, strict=True))
            findings[:] = [instead.get(id(f), f) for f in findings]
        return []

    def lay() -> list[Finding]:
        told = () if by_reader else reading_of(text, schema).told
        findings[:] = in_their_light(article, bare, numbers, told, findings)
        return []

    attempt("conflicts told apart", tell_apart)
    attempt("numbers laid to the model", lay)
    attempt("localisation", localise)
    return Checked(
        data=_with_spans(bare, every, places, article),
        findings=tuple(sorted(findings, key=lambda f: _SEVERITIES.index(f.severity))),
        intervals={n.field: n.interval for n in numbers},
        bindings=bindings,
        claims=tuple(numbers),
        apart=frozenset(apart),
        crashed=tuple(crashed),
    )


def _ungrounded(text: str, at: FigureAt, places: Mapping[str, Span]) -> list[Finding]:
    findings = []
    for path, part in (
        (at.path, at.figure),
        (f"{at.path}.change", at.figure["change"]),
        (f"{at.path}.plan", at.figure["plan"]),
    ):
        if part is None or part["text"] is None:
            continue
        if (aside := unsupported(text, path, at, part["text"])) is not None:
            findings.append(aside)
        elif path not in places:
            findings.append(
                Finding(
                    rule="grounding",
                    severity="error",
                    attribution="model",
                    fields=(f"{path}.text",),
                    message=f"{at.measure}: {quoted(part['text'])} does not stand in the article",
                    suspect=f"{path}.text",
                )
            )
    return findings


def _with_spans(
    data: Data, every: list[FigureAt], places: Mapping[str, Span], article: ArticleText
) -> Data:
    """``data``, whose figures get the spans of what the article prints of them."""
    for at in every:
        for path, part in (
            (at.path, at.figure),
            (f"{at.path}.change", at.figure["change"]),
            (f"{at.path}.plan", at.figure["plan"]),
        ):
            if part is not None:
                place = places.get(path)
                part["span"] = list(article.folded.span(*place)) if place is not None else None
    return data
