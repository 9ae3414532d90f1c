"""Linking on hand-coded articles, apart from extraction: the project's own, and the shared ones where they lie beside it."""

import random
from pathlib import Path

import pytest
from gold_reports import b_cubed, f1, gold_reports, pairwise
from told_cases import arrive, groups_of

from pipelines.normalize.resolution import partition

CASES = Path(__file__).resolve().parents[2] / "cases"
SHARED = Path(__file__).resolve().parents[4] / "shared"
FOLDERS = {
    "samples": (CASES / "samples",),
    "open corpus": (CASES / "corpus" / "open" / "gold",),
    "shared": (SHARED / "gold", SHARED / "real" / "gold"),
    "all": (CASES / "samples", CASES / "corpus" / "open" / "gold", SHARED / "gold", SHARED / "real" / "gold"),
}


def folders(name: str) -> tuple[Path, ...]:
    """The gold folders of that name; skips where the shared ones are not there."""
    if any(SHARED in folder.parents and not folder.is_dir() for folder in FOLDERS[name]):
        pytest.skip("the shared articles are not beside the repository")
    return FOLDERS[name]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_reports_end_as_the_cases_that_they_tell(name: str) -> None:
    reports, truth = gold_reports(*folders(name))
    found = groups_of(partition(reports))
    assert f1(pairwise(found, truth)) >= 0.95
    assert f1(b_cubed(found, truth)) >= 0.97
    for group in found:
        assert len({report.split("/")[0] for report in group}) == len(group), "no two of one list"


def test_seeds_one_release_in_two_languages_is_ten_cases() -> None:
    reports, truth = gold_reports(*folders("shared"))
    release = {report for report in truth if report.startswith(("seed-000", "seed-002"))}
    found = {group & release for group in groups_of(partition(reports)) if group & release}
    assert len(release) == 20
    assert found == {frozenset({f"seed-000#0/c{n}", f"seed-002#0/c{n}"}) for n in range(1, 11)}


def test_the_order_of_arrival_of_hand_coded_articles_does_not_matter() -> None:
    reports, _ = gold_reports(CASES / "samples", CASES / "corpus" / "open" / "gold")
    articles = sorted({report.article for report in reports})
    at_once = groups_of(partition(reports))
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        portions = [set(articles[start : start + 40]) for start in range(0, len(articles), 40)]
        assert arrive([r for r in reports if r.article in portion] for portion in portions) == at_once


def test_measures_of_a_partition_tell_right_from_wrong() -> None:
    truth = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert pairwise([["a", "b"], ["c", "d"]], truth) == b_cubed([["a", "b"], ["c", "d"]], truth) == (1.0, 1.0)
    assert pairwise([["a", "b", "c", "d"]], truth) == (1 / 3, 1.0)
    assert pairwise([["a"], ["b"], ["c"], ["d"]], truth) == (1.0, 0.0)
    assert b_cubed([["a"], ["b"], ["c"], ["d"]], truth) == (1.0, 0.5)
    assert b_cubed([["a", "b", "c", "d"]], truth) == (0.5, 1.0)
