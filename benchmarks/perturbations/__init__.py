"""Ways to write an article otherwise, each with how what is read of it must move.

A perturbation takes an article and gives texts that differ from it in one respect, each with what
becomes of a figure: most leave every figure as it is, the others move the place, the years, or the
one number that was changed. None is made where what it would say is open: a place that shares its
name with something else stays, a year that would leave its century is not shifted, a number with
two readings is not touched. ``seen`` gives an article's figures as they are compared.
"""

from __future__ import annotations

from benchmarks.perturbations import moving, order, writing
from benchmarks.perturbations.article import Perturbation

PERTURBATIONS: dict[str, Perturbation] = {
    "decomposed Unicode": writing.decomposed,
    "no-break spaces": writing.no_break,
    "narrow no-break spaces": writing.narrow_no_break,
    "doubled spaces": writing.doubled_spaces,
    "carriage returns": writing.carriage_returns,
    "zero-width characters": writing.zero_width,
    "typographic dashes": writing.dashes,
    "tỉ, kì, quí": writing.i_for_y,
    "tỷ, kỳ, quý": writing.y_for_i,
    "hoà, thuỷ": writing.tone_on_the_second,
    "hòa, thủy": writing.tone_on_the_first,
    "USD, đô la Mỹ, đô-la Mỹ": writing.dollars,
    "percent in words": writing.percent_in_words,
    "lines set to a width": writing.broken_lines,
    "a paragraph more": writing.more_below,
    "title in capitals": writing.shouted_title,
    "another place": moving.elsewhere,
    "other years": moving.other_years,
    "clauses on two flows": order.flows_exchanged,
    "clauses on two places": order.places_exchanged,
    "paragraphs with figures": order.paragraphs_exchanged,
    "paragraphs without": order.asides_exchanged,
    "another value": moving.other_values,
    "another percent": moving.other_percents,
}
