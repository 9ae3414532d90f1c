"""A past state in a file of its own: whole, checked, and never in the place of anything."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import START, Desk, Telling, small_reference
from databases import rows_of

from pipelines.errors import CheckFailedError, UsageError
from pipelines.eventlog import EventLog
from pipelines.load.digests import digest_findings
from pipelines.load.past import batch_as_of, batch_at, build_past

REFERENCE = small_reference()


@pytest.fixture
def heads(log: EventLog) -> list[int]:
    """The log's head after each minute of a short story."""
    desk = Desk(log)
    telling = Telling("a", desk.capture("a"))
    captured = log.head()
    told = desk.tell(telling, telling.case(), telling.linked(), telling.figure()).head
    later = desk.commit(telling.linked(case_id="B", nth=2)).head
    return [0, captured, told, later]


def test_a_position_means_the_last_whole_batch_up_to_it(log: EventLog, heads: list[int]) -> None:
    found = [batch_at(log, position) for position in range(heads[-1] + 1)]
    assert found == [max(head for head in heads if head <= position) for position in range(heads[-1] + 1)]
    for nowhere in (-1, heads[-1] + 1):
        with pytest.raises(UsageError, match=f"ends at {heads[-1]}"):
            batch_at(log, nowhere)


def test_an_instant_means_the_last_batch_recorded_up_to_it(log: EventLog, heads: list[int]) -> None:
    for minutes, head in enumerate(heads):
        recorded = START + timedelta(minutes=minutes)
        assert batch_as_of(log, recorded) == batch_as_of(log, recorded + timedelta(seconds=59)) == head
    assert batch_as_of(log, START + timedelta(days=9)) == heads[-1]
    assert batch_as_of(log, START - timedelta(days=9)) == 0


def test_each_state_is_built_as_it_was(log: EventLog, heads: list[int], tmp_path: Path) -> None:
    cases = []
    for position in heads:
        file = tmp_path / f"{position}.duckdb"
        assert build_past(file, log, REFERENCE, position).position == position
        assert rows_of(file, "select projected_position from warehouse_state") == [(position,)]
        assert digest_findings(file) == ()
        cases.append(rows_of(file, "select case_id from cases"))
    assert cases == [[], [], [("A",)], [("B",)]]
    assert {path.name for path in tmp_path.iterdir()} == {"log", *(f"{head}.duckdb" for head in heads)}


def test_nothing_is_overwritten(log: EventLog, heads: list[int], tmp_path: Path) -> None:
    file = tmp_path / "kept.duckdb"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="there already"):
        build_past(file, log, REFERENCE, heads[-1])
    assert file.read_text(encoding="utf-8") == "mine"
    with pytest.raises(UsageError, match="cannot be written"):
        build_past(tmp_path / "nowhere" / "x.duckdb", log, REFERENCE, heads[-1])


def test_a_state_that_fails_a_check_is_not_left_behind(log: EventLog, tmp_path: Path) -> None:
    desk = Desk(log)
    telling = Telling("a", desk.capture("a"))
    head = desk.tell(telling, telling.figure(1, 10, None, metric="cups_of_tea")).head
    with pytest.raises(CheckFailedError, match="figure_references_whole"):
        build_past(tmp_path / "x.duckdb", log, REFERENCE, head)
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
