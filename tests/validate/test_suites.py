"""Every expectation catches its poisoned row, and nothing else than it should; clean rows pass.

Each poison gets a world of its own; all worlds are judged in one run, since a run's cost is nearly all fixed.
"""

from collections import defaultdict

import polars as pl
import pytest
from table_worlds import CONTEXT, POISON, World, clean_world, poisoned_world, tables

from pipelines.validate import Severity, Verdicts, validate
from pipelines.validate.suites import SUITES

CASES = [(table, expectation) for table, poisons in POISON.items() for expectation in poisons]
Failures = dict[str, set[str]]
COLUMNS = ("table", "row", "expectation")


def _name(table: str, expectation: str) -> str:
    return f"<{table}.{expectation}>"


@pytest.fixture(scope="module")
def worlds() -> dict[str, World]:
    """Every poisoned world and a clean one, by name."""
    spoilt = {
        _name(table, each): poisoned_world(_name(table, each), table, POISON[table][each]) for table, each in CASES
    }
    return {**spoilt, "<clean>": clean_world("<clean>")}


@pytest.fixture(scope="module")
def verdicts(worlds: dict[str, World]) -> Verdicts:
    return validate(tables(worlds.values()), CONTEXT)


@pytest.fixture(scope="module")
def failures(worlds: dict[str, World], verdicts: Verdicts) -> Failures:
    """World → the expectations that failed in it, as table.id. What only rests on a failed row is left out."""
    owners = {table: [name for name, world in worlds.items() for _ in world[table]] for table in SUITES}
    found: Failures = defaultdict(set)
    for table, row, expectation in pl.concat([verdicts.rejected, verdicts.warned]).select(COLUMNS).iter_rows():
        if not expectation.startswith("depends_on_"):
            found[owners[table][row]].add(f"{table}.{expectation}")
    return found


def test_every_expectation_is_poisoned_once() -> None:
    declared = {(table, each.id) for table, suite in SUITES.items() for each in suite.expectations(CONTEXT)}
    assert declared == set(CASES)


@pytest.mark.parametrize("table", SUITES)
def test_suites_are_well_formed(table: str) -> None:
    expectations = SUITES[table].expectations(CONTEXT)
    assert len({each.id for each in expectations}) == len(expectations) >= 5
    assert all(each.meaning and each.meaning[-1] != "." and each.shows for each in expectations)


@pytest.mark.parametrize(("table", "expectation"), CASES)
def test_poison_is_caught(table: str, expectation: str, failures: Failures) -> None:
    failed = failures[_name(table, expectation)]
    assert f"{table}.{expectation}" in failed
    assert failed - {f"{table}.{expectation}"} <= set(POISON[table][expectation].get("also", ()))


def test_a_clean_world_fails_nothing(failures: Failures) -> None:
    assert "<clean>" not in failures


def test_outcomes_agree_with_the_failures(verdicts: Verdicts) -> None:
    for outcomes in verdicts.results.values():
        for outcome in outcomes:
            counts = {
                severity: frame.filter(table=outcome.table, expectation=outcome.expectation).height
                for severity, frame in ((Severity.ERROR, verdicts.rejected), (Severity.WARN, verdicts.warned))
            }
            assert counts == {**dict.fromkeys(Severity, 0), outcome.severity: outcome.unexpected}
            assert not outcome.success, "every expectation has its poison"
            assert 0 < len(outcome.sample) == min(outcome.unexpected, 10)
            assert outcome.unexpected <= outcome.evaluated


def test_clean_worlds_are_accepted_whole() -> None:
    frames = tables([clean_world("<one>"), clean_world("<two>")])
    verdicts = validate(frames, CONTEXT)
    assert verdicts.rejected.is_empty()
    assert all(outcome.success for outcomes in verdicts.results.values() for outcome in outcomes)
    for table, frame in frames.items():
        assert verdicts.accepted(table).equals(frame)
        assert verdicts.quarantined(table).is_empty()


def test_reason_says_what_was_expected_and_found(verdicts: Verdicts) -> None:
    row = verdicts.rejected.filter(row_key="<figure_reports.unit_fits_metric>/figure/4").row(0, named=True)
    assert row["expectation"] == "unit_fits_metric"
    assert row["reason"].startswith("expected: the unit is the metric's")
    assert row["reason"].endswith("found: metric=loss_amount, unit=person")


def test_nulls_are_not_evaluated(verdicts: Verdicts, worlds: dict[str, World]) -> None:
    outcome = next(one for one in verdicts.results["figure_reports"] if one.expectation == "region_known")
    assert outcome.evaluated == 3 * len(worlds)
