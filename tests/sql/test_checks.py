"""Every check passes on a clean projection and catches each way of spoiling it that poison.yaml knows."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from builders import Desk, Telling, correction, events_of, note, rejected, small_reference, withdrawn
from case_tables import read_cases

from pipelines.eventlog import EventLog
from pipelines.load.checks import SAMPLE_ROWS, check_files, check_id, run_check, run_checks
from pipelines.load.projection import bring_forward

_POISON: dict[str, dict[str, str]] = read_cases(Path(__file__).parent / "poison.yaml")
POISONS = [
    pytest.param(check, sql, id=f"{check}: {name}") for check, ways in _POISON.items() for name, sql in ways.items()
]
FILES = {file.name: file for file in check_files()}


def _write_clean_world(log: EventLog) -> None:
    """Cases, aggregates, subsets, periods; a re-coding, a withdrawal, a rejection, a late link, a quarantined row."""
    desk = Desk(log)
    a = Telling("a", desk.capture("a"))
    period = {"period_start": date(2024, 1, 1), "period_end": date(2024, 1, 31)}
    desk.tell(
        a,
        a.case(),
        a.linked(),
        a.region(),
        a.campaign(),
        a.figure(1, 10),
        a.figure(2, 4, subset=True),
        a.figure(3, 100, None, **period),
        a.quarantined(),
        a.quarantined(expectation="unit_known"),
        a.quarantined(row_key="r2"),
        events_of("table_validated", note(5, table_name="figure_reports", rows_accepted=3, rows_quarantined=2)),
    )
    desk.commit(a.linked(case_id="B", nth=2))
    desk.commit(correction("figure_corrected", **a.about("figure", 1), qualifier="about"))
    desk.commit(correction("case_corrected", target="case", case_id="B", scheme="romance"))
    old = Telling("b", desk.capture("b"))
    desk.tell(old, old.case(), old.linked(), old.figure())
    again = Telling("b", old.position, coder_version="2")
    desk.tell(again, again.case(), again.linked(), again.figure(value=12))
    desk.commit(withdrawn("b"), rejected("c"))
    desk.capture("d")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    log = EventLog(str(folder / "log"))
    log.create()
    _write_clean_world(log)
    bring_forward(folder / "clean.duckdb", log, small_reference())
    return folder / "clean.duckdb"


@pytest.fixture
def spoilt(clean: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(clean, copy)
    with closing(duckdb.connect(str(copy))) as connection:
        yield connection


def test_all_checks_pass_on_a_clean_projection(clean: Path) -> None:
    outcomes = run_checks(clean)
    assert {outcome.name for outcome in outcomes} == set(FILES)
    assert [outcome.name for outcome in outcomes if not outcome.passed] == []


def test_the_clean_world_has_rows_to_spoil(clean: Path) -> None:
    with closing(duckdb.connect(str(clean), read_only=True)) as connection:
        for table in ("fact_figure", "dim_case", "dim_article", "case_measure_history", "bridge_case_region"):
            assert connection.execute(f"select count(*) from {table}").fetchall()[0][0] > 0, table


@pytest.mark.parametrize(("check", "sql"), POISONS)
def test_a_check_catches_its_poison(spoilt: duckdb.DuckDBPyConnection, check: str, sql: str) -> None:
    spoilt.execute(sql)
    outcome = run_check(spoilt, FILES[check])
    assert outcome.bad_rows > 0
    assert not outcome.passed
    assert 0 < len(outcome.sample) <= min(outcome.bad_rows, SAMPLE_ROWS)
    assert len(outcome.sample[0]) == len(outcome.columns)


_LOOKS_AT_WHAT_IS_NEW = [
    (name, sql) for name, ways in _POISON.items() if "unchecked_versions" in FILES[name].text for sql in ways.values()
]


@pytest.mark.parametrize(("check", "sql"), _LOOKS_AT_WHAT_IS_NEW)
def test_what_a_check_passed_on_is_not_looked_at_again(spoilt: duckdb.DuckDBPyConnection, check: str, sql: str) -> None:
    spoilt.execute(sql)
    spoilt.execute("set variable checked_position = (select projected_position from warehouse_state)")
    assert run_check(spoilt, FILES[check]).passed


@pytest.mark.parametrize(("check", "sql"), _LOOKS_AT_WHAT_IS_NEW)
def test_what_came_since_a_check_passed_is_looked_at(spoilt: duckdb.DuckDBPyConnection, check: str, sql: str) -> None:
    spoilt.execute("set variable checked_position = 1")  # in the middle of the first article: it is told after that
    spoilt.execute(sql)
    assert not run_check(spoilt, FILES[check]).passed


def test_a_case_that_is_lost_is_found_by_old_figures_too(spoilt: duckdb.DuckDBPyConnection) -> None:
    spoilt.execute("set variable checked_position = (select projected_position from warehouse_state)")
    spoilt.execute("delete from case_history where case_id = (select min(case_id) from fact_figure)")
    assert not run_check(spoilt, FILES["figure_references_whole"]).passed


def test_a_check_of_another_text_is_another_check(clean: Path) -> None:
    file = FILES["subset_above_total"]
    assert check_id(file) == {each.name: each.check_id for each in run_checks(clean)}[file.name]
    assert check_id(replace(file, text=f"{file.text}\n")) != check_id(file)


def test_a_check_is_run_after_the_position_that_it_passed_at(clean: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(clean, copy)
    check, sql = _LOOKS_AT_WHAT_IS_NEW[0]
    with closing(duckdb.connect(str(copy))) as connection:
        connection.execute(sql)
    found = {passed: _bad_rows(copy, {check_id(FILES[check]): passed})[check] > 0 for passed in (0, 1, 1_000_000)}
    assert found == {0: True, 1: True, 1_000_000: False}


def _bad_rows(path: Path, passed: Mapping[str, int]) -> dict[str, int]:
    return {outcome.name: outcome.bad_rows for outcome in run_checks(path, passed)}


@pytest.mark.parametrize(
    "reason",
    [
        "update events.quarantined_rows set expectation = 'id_unique', row_key = 'r1'",
        "delete from events.quarantined_rows where row_key = 'r2'; update events.envelope set erased_at = 1 "
        "where type = 'row_quarantined' and position not in (select position from events.quarantined_rows)",
    ],
    ids=["rows alike in everything are one event", "a row was erased"],
)
def test_fewer_rows_may_be_kept_than_were_quarantined(spoilt: duckdb.DuckDBPyConnection, reason: str) -> None:
    spoilt.execute(reason)
    assert run_check(spoilt, FILES["rows_accounted"]).passed


def test_every_check_has_a_poison() -> None:
    assert set(_POISON) == set(FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_check_says_what_it_demands_and_how_much_it_matters(name: str) -> None:
    file = FILES[name]
    assert file.description.endswith("."), "one or more sentences"
    assert file.fields["severity"] in {"error", "warn"}
    assert file.fields["asset"] == "star_schema"
