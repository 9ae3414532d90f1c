"""The central invariant: however the log is cut, projecting it gives the tables of a rebuild; and the past stays."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from builders import START, Desk, Telling, small_reference
from databases import Rows, contents, rows_of
from hypothesis import given, settings
from random_logs import LONG_STORIES, SHORT_STORIES, Moment, commits_of

from pipelines.eventlog import EventLog
from pipelines.load.checks import run_checks
from pipelines.load.projection import bring_forward

REFERENCE = small_reference()

# What is believed now → what was believed at a position, at an instant
PAST = {
    "select * from fact_figure": "fact_figure",
    "select * exclude (status) from dim_case": "dim_case",
}

# What holds whatever the log says. The other checks are about what validation lets through.
ALWAYS = {
    *("articles_accounted", "belief_intervals_overlap", "case_key_unique", "figure_key_unique", "figures_accounted"),
    *("figure_without_evidence", "log_gapless"),
}


def _believed(path: Path) -> dict[str, Rows]:
    return {name: rows_of(path, now) for now, name in PAST.items()}


def _check_past(file: Path, seen: Sequence[tuple[int, datetime, dict[str, Rows]]]) -> None:
    with closing(duckdb.connect(str(file), read_only=True)) as connection:
        for position, instant, believed in seen:
            for name, rows in believed.items():
                for macro, moment in ((f"{name}_at", position), (f"{name}_as_of", instant)):
                    found = connection.execute(f"select * from {macro}(?)", [moment]).fetchall()
                    assert sorted(found, key=repr) == rows, (macro, moment)


def _play(moments: Sequence[Moment], folder: Path) -> None:
    log = EventLog(str(folder / "log"))
    log.create()
    desk = Desk(log)
    file = folder / "incremental.duckdb"
    seen = []
    for commit, project in commits_of(moments):
        desk.commit(*commit)
        if project:
            done = bring_forward(file, log, REFERENCE)
            assert done.position == log.head()
            seen.append((log.head(), desk.now, _believed(file)))
    rebuilt = folder / "rebuilt.duckdb"
    bring_forward(rebuilt, log, REFERENCE)
    left, right = contents(file), contents(rebuilt)
    assert left.keys() == right.keys()
    for table, rows in left.items():
        assert rows == right[table], table
    _check_past(file, seen)
    assert [outcome for outcome in run_checks(file) if outcome.name in ALWAYS and not outcome.passed] == []


@settings(max_examples=3)
@given(SHORT_STORIES)
def test_incremental_projection_equals_a_rebuild_and_the_past_stays(moments: Sequence[Moment]) -> None:
    with TemporaryDirectory() as folder:
        _play(moments, Path(folder))


@pytest.mark.slow
@settings(max_examples=25)
@given(LONG_STORIES)
def test_incremental_projection_equals_a_rebuild_over_many_logs(moments: Sequence[Moment]) -> None:
    with TemporaryDirectory() as folder:
        _play(moments, Path(folder))


def test_the_past_before_the_first_event_is_empty(log: EventLog, tmp_path: Path) -> None:
    desk = Desk(log)
    telling = Telling("a", desk.capture("a"))
    desk.tell(telling, telling.case(), telling.linked(), telling.figure())
    file = tmp_path / "x.duckdb"
    bring_forward(file, log, REFERENCE)
    assert rows_of(file, "select * from fact_figure_at(0)") == []
    assert rows_of(file, "select * from fact_figure_as_of(?)", [START]) == []
    inside = log.head() - 1
    assert rows_of(file, "select * from fact_figure_at(?)", [inside]) == [], "a batch is believed when it is closed"
    assert len(rows_of(file, "select * from fact_figure_at(?)", [log.head()])) == 1
