"""What is read moves as it should where an article is written otherwise, and in no other way."""

from __future__ import annotations

import random
from datetime import date

import pytest

from benchmarks import perturb
from benchmarks.perturbations import PERTURBATIONS
from benchmarks.perturbations.article import Given, Made, given
from benchmarks.perturbations.moving import years_before

GOLDENS, ARTICLES = perturb.OWN

# What no golden is written in, or too few are.
FEW = {
    "tỷ, kỳ, quý": ("p03", "q05"),
    "hòa, thủy": ("p03", "q05"),
    "clauses on two places": ("t27",),
    "paragraphs with figures": ("t22",),
}

PLAIN = (
    "Lào Cai: xuất khẩu năm 2021 tăng mạnh\n\n"
    "Năm 2021, kim ngạch xuất khẩu của tỉnh Lào Cai đạt 512 triệu USD, tăng 22%."
)


@pytest.fixture(scope="module")
def goldens() -> list[tuple[str, Given]]:
    return list(perturb.articles([GOLDENS]))


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_figures_move_only_as_they_should(name, goldens):
    few = perturb.articles([ARTICLES], FEW.get(name, ()))
    count = perturb.counted(PERTURBATIONS[name], [*goldens, *few], most=1)
    assert count.articles > 1
    assert ["\n".join(perturb.shown(violation)) for violation in count.violations] == []
    assert count.right == count.figures > 0


@pytest.mark.parametrize(
    ("text", "moved", "appeared"),
    [
        (PLAIN.replace("512 triệu", "513 triệu"), 1, 0),
        (PLAIN.replace("22%", "23%"), 1, 0),
        (PLAIN.replace("2021", "2020"), 1, 0),
        (PLAIN.replace("Lào Cai", "Cà Mau"), 1, 0),
        (PLAIN.replace("đạt 512", "ước đạt 512"), 1, 0),
        (PLAIN.replace("512 triệu USD, tăng 22%", "con số cao"), 1, 0),
        (PLAIN + " Nhập khẩu đạt 300 triệu USD.", 0, 1),
        (PLAIN.replace("đạt 512", "đạt  512"), 0, 0),
    ],
)
def test_whatever_moves_unbidden_is_counted(text, moved, appeared):
    def other(article: Given, dice: random.Random):
        yield Made(text)

    count = perturb.counted(other, [("plain", given(PLAIN, perturb.TRADE))])
    assert (count.figures - count.right, count.appeared) == (moved, appeared)
    assert len(count.violations) == (moved or appeared)


def test_a_period_ends_with_its_month_in_a_leap_year_too(goldens):
    figure = goldens[0][1].figures[0].seen
    leap = figure._replace(start=date(2024, 1, 1), end=date(2024, 2, 29))
    assert years_before(1)(leap)[2:4] == (date(2023, 1, 1), date(2023, 2, 28))
    assert years_before(4)(leap)[2:4] == (date(2020, 1, 1), date(2020, 2, 29))
