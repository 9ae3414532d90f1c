"""docs/accuracy.md tells the scores of today, and they do not fall below what was reached."""

import pytest

from tools.accuracy.__main__ import PAGE, score_sets
from tools.accuracy.page import Scored, score_rows

# Floors of F1, a little below what is reached: (figures, strict figures, cases).
FLOORS = {"blind": (0.85, 0.66, 0.87), "open": (0.94, 0.85, 0.94), "samples": (0.98, 0.97, 0.98)}

MOST_OUT_OF_DOMAIN = {"blind": 1, "open": 0, "samples": 0}  # the aim is 2 in all


@pytest.fixture(scope="module")
def scored() -> Scored:
    return score_sets(only_ours=True)


def test_the_page_is_of_today(scored: Scored) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [row for row in score_rows(scored) if "| " + " | ".join(row) + " |" not in page] == [], "run make accuracy"


@pytest.mark.parametrize("name", FLOORS)
def test_scores_do_not_fall(scored: Scored, name: str) -> None:
    score = scored[name][1]
    reached = (score.figures.f1, score.strict.f1, score.cases.f1)
    assert all(value >= floor for value, floor in zip(reached, FLOORS[name], strict=True)), reached


@pytest.mark.parametrize("name", FLOORS)
def test_articles_out_of_the_domain_give_next_to_nothing(scored: Scored, name: str) -> None:
    given = scored[name][1].out_of_domain_figures  # by itself: a failure must not print what blind articles say
    assert given <= MOST_OUT_OF_DOMAIN[name]
