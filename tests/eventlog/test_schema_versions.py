"""Logs that older versions wrote open, verify, project and grow; every type of every version has a way to today."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from builders import START, notes, small_reference

from pipelines.eventlog import EventLog, StepMark
from pipelines.eventlog.schema import EVENT_TYPES, LOG_SCHEMA, SCHEMA_VERSION
from pipelines.eventlog.upcast import STEPS, unchanged, upcast
from pipelines.eventlog.verify import verify
from pipelines.load.projection import bring_forward

FIXTURES = Path(__file__).parent / "fixtures"
VERSIONS = range(1, SCHEMA_VERSION + 1)


@pytest.fixture(params=VERSIONS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[EventLog, dict[str, object]]:
    """A copy of the log that a version wrote, and what was true of it then."""
    fixture = FIXTURES / f"v{request.param}"
    shutil.copytree(fixture / "log", tmp_path / "log")
    return EventLog(str(tmp_path / "log")), json.loads((fixture / "expected.json").read_text())


def test_it_reads_as_it_was(written: tuple[EventLog, dict[str, object]]) -> None:
    """Head, root, mark; every column of today can be asked for."""
    log, expected = written
    head = log.head()
    assert head == expected["head"]
    assert (log.root_at(head) or b"").hex() == expected["root"]
    assert log.checkpoint("accept") == expected["accept"]
    assert log.scan(LOG_SCHEMA.names).read_all().num_rows == head
    assert not verify(log, deep=True).findings


def test_it_projects(written: tuple[EventLog, dict[str, object]], tmp_path: Path) -> None:
    """Three articles, one of them withdrawn."""
    log, _ = written
    path = tmp_path / "star.duckdb"
    bring_forward(path, log, small_reference())
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        figures = connection.execute("select article, value::int from fact_figure order by 1").fetchall()
    assert figures == [("a.txt", 7), ("b.json#1", 63)]


def test_it_grows_in_todays_form(written: tuple[EventLog, dict[str, object]]) -> None:
    """The columns that were added since appear with the first new commit."""
    log, expected = written
    mark = StepMark("accept", log.checkpoint("accept"), log.head())
    appended = log.append([notes(1)], actor="t", run_id="r", recorded_at=START, mark=mark)
    assert appended.first_position == log.checkpoint("accept") + 1
    closing_record = log.scan(["batch"], after=appended.head - 1).read_all().to_pylist()[0]["batch"]
    assert (closing_record["step"], closing_record["step_after"]) == ("accept", expected["head"])
    assert not verify(log, deep=True).findings


def test_every_type_of_every_version_has_a_way_to_today() -> None:
    """A new version must say of every type whether its fields mean what they meant."""
    for version in range(1, SCHEMA_VERSION):
        assert set(STEPS[version]) == {kind.name for kind in EVENT_TYPES.values() if kind.since <= version}


def _rows(*rows: tuple[int, str, int]) -> pa.RecordBatch:
    """Events of (version, type, number)."""
    versions, types, numbers = zip(*rows, strict=True)
    return pa.RecordBatch.from_pydict(
        {"schema_version": pa.array(versions, pa.int32()), "type": types, "number": pa.array(numbers, pa.int64())}
    )


def _plus(amount: int) -> object:
    def step(events: pa.Table) -> pa.Table:
        index = events.schema.get_field_index("number")
        return events.set_column(index, "number", pc.add(events.column("number"), amount))

    return step


def test_steps_are_chained() -> None:
    """An event of version 1 passes every step, one of version 2 the second alone; order stays."""
    steps = {1: {"a": _plus(1), "b": unchanged}, 2: {"a": _plus(10), "b": unchanged}}
    given = _rows((1, "a", 100), (2, "b", 200), (2, "a", 300), (3, "a", 400), (1, "b", 500))
    assert upcast(given, steps, 3).column("number").to_pylist() == [111, 200, 310, 400, 500]  # type: ignore[arg-type]


def test_readers_of_a_log_are_given_todays_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the log itself, whose columns come in the types that Delta reads; whole, in part and into DuckDB."""

    def louder(events: pa.Table) -> pa.Table:
        index = events.schema.get_field_index("actor")
        if index < 0:
            return events
        return events.set_column(index, "actor", pc.utf8_upper(events.column("actor")))

    shutil.copytree(FIXTURES / "v1" / "log", tmp_path / "log")
    log = EventLog(str(tmp_path / "log"))
    before = _by_position(log.scan(LOG_SCHEMA.names).read_all())
    monkeypatch.setitem(STEPS[1], "article_captured", louder)
    expected = {
        position: {**event, "actor": "TEST"} if event["type"] == "article_captured" else event
        for position, event in before.items()
    }
    assert expected != before
    assert _by_position(log.scan(LOG_SCHEMA.names).read_all()) == expected
    actors = {position: event["actor"] for position, event in expected.items()}
    assert {row["position"]: row["actor"] for row in log.scan(["position", "actor"]).read_all().to_pylist()} == actors
    with closing(duckdb.connect()) as connection:
        log.copy_into(connection, "events", ["position", "actor", "capture"])
        assert dict(connection.execute("select position, actor from events").fetchall()) == actors
    assert not verify(log, deep=True).findings


def _by_position(events: pa.Table) -> dict[int, dict[str, object]]:
    return {int(event["position"]): event for event in events.to_pylist()}


def test_steps_that_change_nothing_cost_nothing() -> None:
    """The batch itself comes back."""
    given = _rows((1, "a", 1))
    assert upcast(given, {1: {"a": unchanged}}, 2) is given
