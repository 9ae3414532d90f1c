"""The log's guarantees: gapless order, exactly once, all or nothing, steps that cannot be overtaken."""

from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pytest
from builders import START, Desk, Telling, capture_of, captured, captures_in, events_of, note, notes, rejected
from deltalake import DeltaTable

from pipelines.errors import LogCorruptError, NotAWarehouseError
from pipelines.eventlog import Appended, EventLog, NewEvents, StepMark, batch
from pipelines.eventlog.captures import captured_events, known_captures
from pipelines.eventlog.subscription import Window


def _rows(log: EventLog, *columns: str) -> list[dict[str, object]]:
    table = log.scan(["position", *columns]).read_all()
    return sorted(table.to_pylist(), key=lambda row: int(row["position"]))


def _append(log: EventLog, *batches: NewEvents, mark: StepMark | None = None) -> Appended:
    return log.append(batches, actor="test", run_id="run", recorded_at=START, mark=mark)


def test_positions_are_gapless_over_commits_and_each_commit_is_closed(log: EventLog) -> None:
    assert _append(log, notes(1, 2)) == Appended(3, 1, 3)
    assert _append(log, notes(3), captured("a.txt")) == Appended(3, 4, 6)
    rows = _rows(log, "type", "event_id")
    assert [row["position"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row["type"] for row in rows] == [
        *("table_validated", "table_validated", "batch_closed"),
        *("table_validated", "article_captured", "batch_closed"),
    ]
    assert log.head() == 6


def test_the_order_of_batches_and_rows_is_kept(log: EventLog) -> None:
    _append(log, rejected("z"), notes(9, 3, 5), captured("a"))
    assert [row["event_id"] for row in _rows(log, "event_id")][1:4] == ["note-9", "note-3", "note-5"]


def test_an_empty_log_can_be_read(log: EventLog) -> None:
    assert log.exists()
    assert log.head() == 0
    assert log.checkpoint("any") == 0
    assert log.scan(["position", "capture"]).read_all().num_rows == 0
    assert known_captures(log).contents == frozenset()
    assert captures_in(Window(log, 0, 0)) == []


def test_creating_twice_keeps_the_log(log: EventLog) -> None:
    _append(log, notes(1))
    log.create()
    assert log.head() == 2


def test_nothing_to_append_appends_nothing(log: EventLog) -> None:
    version = DeltaTable(log.uri).version()
    assert _append(log) == Appended(0, None, 0)
    assert _append(log, notes()) == Appended(0, None, 0)
    assert DeltaTable(log.uri).version() == version


def test_the_log_refuses_deletion(log: EventLog) -> None:
    _append(log, notes(1))
    with pytest.raises(Exception, match="append"):
        DeltaTable(log.uri).delete()


@pytest.mark.parametrize("call", ["head", "scan", "append", "checkpoint"])
def test_what_is_not_a_log_is_named(tmp_path: object, call: str) -> None:
    nowhere = EventLog(f"{tmp_path}/nowhere")
    assert not nowhere.exists()
    calls: dict[str, Callable[[], object]] = {
        "head": nowhere.head,
        "scan": lambda: nowhere.scan(["position"]),
        "append": lambda: _append(nowhere, notes(1)),
        "checkpoint": lambda: nowhere.checkpoint("step"),
    }
    with pytest.raises(NotAWarehouseError, match="no event log"):
        calls[call]()


# Exactly once


def test_a_repeated_batch_writes_nothing(log: EventLog) -> None:
    _append(log, notes(1, 2))
    assert _append(log, notes(1, 2)) == Appended(0, None, 3)


def test_of_an_overlapping_batch_only_the_new_events_are_written(log: EventLog) -> None:
    _append(log, notes(1, 2, 3))
    _append(log, notes(2, 3, 4, 1, 5))
    assert [row["event_id"] for row in _rows(log, "event_id", "type") if row["type"] != "batch_closed"] == [
        f"note-{number}" for number in (1, 2, 3, 4, 5)
    ]


def test_of_events_with_one_id_in_one_append_the_first_is_written(log: EventLog) -> None:
    _append(log, events_of("table_validated", note(1, rows_in=7), note(1, rows_in=8)), notes(1, 2))
    rows = [row for row in _rows(log, "event_id", "validation") if row["validation"]]
    assert [(row["event_id"], row["validation"]["rows_in"]) for row in rows] == [  # type: ignore[index]
        ("note-1", 7),
        ("note-2", 2),
    ]


# Steps


def test_a_checkpoint_moves_with_the_commit(log: EventLog) -> None:
    _append(log, notes(1), mark=StepMark("accept", 0, 17))
    assert log.checkpoint("accept") == 17
    assert log.checkpoint("another") == 0
    assert DeltaTable(log.uri).version() == 1, "one commit for events and checkpoint"


def test_an_overtaken_step_writes_nothing(log: EventLog) -> None:
    _append(log, notes(1), mark=StepMark("accept", 0, 5))
    assert _append(log, notes(2), mark=StepMark("accept", 0, 5)) == Appended(0, None, 2)
    assert _append(log, notes(2), mark=StepMark("accept", 3, 9)) == Appended(0, None, 2)
    assert log.checkpoint("accept") == 5
    assert log.head() == 2


def test_steps_do_not_disturb_one_another(log: EventLog) -> None:
    _append(log, notes(1), mark=StepMark("one", 0, 5))
    _append(log, notes(2), mark=StepMark("two", 0, 7))
    assert (log.checkpoint("one"), log.checkpoint("two")) == (5, 7)


def test_a_step_with_nothing_new_to_say_still_moves_on(log: EventLog) -> None:
    _append(log, notes(1))
    _append(log, notes(1), mark=StepMark("accept", 0, 2))
    assert log.checkpoint("accept") == 2
    _append(log, mark=StepMark("accept", 2, 3))
    assert log.checkpoint("accept") == 3
    assert [row["position"] for row in _rows(log)] == [1, 2, 3, 4]


def test_a_mark_that_does_not_move_writes_nothing(log: EventLog) -> None:
    _append(log, notes(1), mark=StepMark("accept", 0, 2))
    assert _append(log, mark=StepMark("accept", 2, 2)).events == 0


# All or nothing


def test_a_bad_batch_leaves_the_others_out_too(log: EventLog) -> None:
    strange = NewEvents("table_validated", pa.table({"event_id": ["x"], "stream": ["s"], "no_such_field": [1]}))
    with pytest.raises(LogCorruptError, match="no_such_field"):
        _append(log, notes(1), strange, mark=StepMark("accept", 0, 9))
    nameless = NewEvents("table_validated", pa.table({"stream": ["s"], "table_name": ["t"]}))
    with pytest.raises(LogCorruptError, match="every event needs its event_id"):
        _append(log, notes(1), nameless)
    empty = NewEvents("table_validated", pa.table({"event_id": ["x"], "stream": pa.nulls(1, pa.string())}))
    with pytest.raises(LogCorruptError, match="every event needs its stream"):
        _append(log, notes(1), empty)
    too_long = NewEvents("table_validated", pa.table({"event_id": ["x"], "stream": ["s"], "expectations": [2**40]}))
    with pytest.raises(LogCorruptError, match=r"1099511627776 not in range"):
        _append(log, notes(1), too_long, mark=StepMark("accept", 0, 9))
    assert log.head() == 0
    assert log.checkpoint("accept") == 0
    assert log.scan(["position"]).read_all().num_rows == 0


def test_what_goes_wrong_while_a_batch_is_made_is_told_as_it_was(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer makes text of it, with a traceback in it."""

    def exhausted(_events: pa.Table, _head: int) -> pa.Table:
        raise MemoryError("no room for digests")

    with monkeypatch.context() as broken:
        broken.setattr(batch, "_numbered", exhausted)
        with pytest.raises(MemoryError, match="no room for digests"):
            _append(log, notes(1), mark=StepMark("accept", 0, 9))
    assert (log.head(), log.checkpoint("accept")) == (0, 0)
    assert _append(log, notes(1)).head == 2


def test_events_of_an_article_name_the_capture_that_they_speak_of(log: EventLog) -> None:
    with pytest.raises(LogCorruptError, match="figure_reported: every event needs its cause_position"):
        _append(log, Telling("a", 1).figure(cause_position=None))


# Reading


def test_scan_filters_by_position_and_type(log: EventLog) -> None:
    desk = Desk(log)
    desk.commit(notes(1, 2), captured("a"))  # 1 2 3 | 4
    desk.commit(rejected("b"), notes(3))  # 5 6 | 7
    desk.commit(captured("c"))  # 8 | 9

    def positions(**filters: object) -> list[int]:
        return sorted(log.scan(["position"], **filters).read_all().column("position").to_pylist())  # type: ignore[arg-type]

    assert positions() == list(range(1, 10))
    assert positions(after=3) == [4, 5, 6, 7, 8, 9]
    assert positions(upto=4) == [1, 2, 3, 4]
    assert positions(after=2, upto=6) == [3, 4, 5, 6]
    assert positions(after=9) == []
    assert positions(types=["article_captured"]) == [3, 8]
    assert positions(types=["article_captured", "article_rejected"], after=3) == [5, 8]
    with pytest.raises(KeyError):
        log.scan(["position"], types=["no_such_type"])


def test_scan_gives_the_columns_asked_for(log: EventLog) -> None:
    _append(log, events_of("table_validated", note(1, occurred_on=date(2024, 5, 6))))
    table = log.scan(["position", "occurred_on", "validation"], upto=1).read_all()
    assert table.column_names == ["position", "occurred_on", "validation"]
    assert table.to_pylist()[0]["occurred_on"] == date(2024, 5, 6)
    assert table.to_pylist()[0]["validation"]["table_name"] == "table 1"


def test_what_is_read_is_what_stands_at_the_time_of_the_scan(log: EventLog) -> None:
    _append(log, notes(1))
    reader = log.scan(["position"])
    _append(log, captured_events([(capture_of("a"), "a", "k")], {}, set()))
    assert reader.read_all().num_rows == 2
