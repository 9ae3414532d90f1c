"""The central invariant: however the log is cut, projecting it gives the tables of a rebuild; and the past stays."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from builders import START, Desk, Telling, small_reference
from databases import Rows, contents, project, rows_of
from hypothesis import given, settings
from random_logs import LONG_STORIES, SHORT_STORIES, Moment, commits_of
from thorough import usually

from pipelines.eventlog import EventLog
from pipelines.load.checks import run_checks
from pipelines.load.digests import digest_findings
from pipelines.load.past import batch_as_of, batch_at
from pipelines.load.sqlfiles import read_folder

REFERENCE = small_reference()
LOGS = usually(2, thorough=60)  # some seconds each

FIGURES = "select article_key, hash(f) from fact_figure_history as f"

# The views that can be asked for the past.
TEMPORAL = tuple(file.name for file in read_folder("views") if f"macro {file.name}_at(" in file.text)

# What holds whatever the log says. The other checks are about what validation lets through.
ALWAYS = {
    *("articles_accounted", "belief_intervals_overlap", "case_key_unique", "figure_key_unique", "figures_accounted"),
    *("figure_without_evidence", "log_gapless"),
}


@dataclass(frozen=True)
class Seen:
    """What a reader saw in the file when the log stood at `position`, at `instant`: each view's rows, all digests."""

    position: int
    instant: datetime
    believed: dict[str, Rows]
    digests: Rows


def _ask(file: Path, call: str, *moment: object) -> dict[str, Rows]:
    """What each view says, or its macro where `call` makes one of the view's name."""
    with closing(duckdb.connect(str(file), read_only=True)) as connection:
        rows = {name: connection.execute(f"from {call.format(name)}", moment).fetchall() for name in TEMPORAL}
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def _check_past(file: Path, log: EventLog, seen: Seen, built: Path) -> None:
    """The macros of today's file, a file built up to then and the file of that time tell the same."""
    assert _ask(file, "{}_at(?)", seen.position) == seen.believed
    assert _ask(file, "{}_as_of(?)", seen.instant) == seen.believed
    assert batch_at(log, seen.position) == batch_as_of(log, seen.instant) == seen.position
    project(built, log, upto=seen.position)
    assert _ask(built, "{}") == seen.believed
    assert rows_of(built, "from table_digests") == seen.digests


def _unchecked(file: Path, passed_at: int) -> set[object]:
    """The versions that checks look at which passed at that position."""
    with closing(duckdb.connect(str(file), read_only=True)) as connection:
        connection.execute("set variable checked_position = ?", [passed_at])
        return {key for (key,) in connection.execute("from unchecked_versions()").fetchall()}


def _play(moments: Sequence[Moment], folder: Path) -> None:
    log = EventLog(str(folder / "log"))
    log.create()
    desk = Desk(log)
    file = folder / "incremental.duckdb"
    commits = list(commits_of(moments))
    middle = sum(is_projected for _, is_projected in commits) // 2
    projections, figures, position = 0, set[tuple[object, ...]](), 0
    for commit, is_projected in commits:
        desk.commit(*commit)
        if is_projected:
            done = project(file, log)
            assert done.position == log.head()
            assert digest_findings(file) == ()
            figures, before = set(rows_of(file, FIGURES)), figures
            assert {row[0] for row in figures ^ before} <= _unchecked(file, position)
            position = done.position
            if projections == middle:
                seen = Seen(log.head(), desk.now, _ask(file, "{}"), rows_of(file, "from table_digests"))
            projections += 1
    rebuilt = folder / "rebuilt.duckdb"
    project(rebuilt, log)
    left, right = contents(file), contents(rebuilt)
    assert left.keys() == right.keys()
    for table, rows in left.items():
        assert rows == right[table], table
    assert digest_findings(rebuilt) == ()
    _check_past(file, log, seen, folder / "past.duckdb")
    assert [outcome for outcome in run_checks(file) if outcome.name in ALWAYS and not outcome.passed] == []


@settings(max_examples=usually(2, thorough=10))
@given(SHORT_STORIES)
def test_incremental_projection_equals_a_rebuild_and_the_past_stays(moments: Sequence[Moment]) -> None:
    with TemporaryDirectory() as folder:
        _play(moments, Path(folder))


@pytest.mark.slow
@settings(max_examples=LOGS)
@given(LONG_STORIES)
def test_incremental_projection_equals_a_rebuild_over_many_logs(moments: Sequence[Moment]) -> None:
    with TemporaryDirectory() as folder:
        _play(moments, Path(folder))


def test_the_past_before_the_first_event_is_empty(log: EventLog, tmp_path: Path) -> None:
    desk = Desk(log)
    telling = Telling("a", desk.capture("a"))
    desk.tell(telling, telling.case(), telling.linked(), telling.figure())
    file = tmp_path / "x.duckdb"
    project(file, log)
    assert rows_of(file, "select * from fact_figure_at(0)") == []
    assert rows_of(file, "select * from fact_figure_as_of(?)", [START]) == []
    inside = log.head() - 1
    assert rows_of(file, "select * from fact_figure_at(?)", [inside]) == [], "a batch is believed when it is closed"
    assert len(rows_of(file, "select * from fact_figure_at(?)", [log.head()])) == 1
