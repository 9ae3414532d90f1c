"""Compaction changes files and nothing else: same events, same proofs, readers and writers undisturbed."""

import threading
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from builders import START, Desk, notes

from pipelines.eventlog import EventLog
from pipelines.eventlog.compaction import EVERY
from pipelines.eventlog.schema import LOG_SCHEMA
from pipelines.eventlog.verify import verify

NO_TIME = timedelta(0)


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    """Ten commits."""
    log = EventLog(str(tmp_path / "log"))
    log.create()
    desk = Desk(log)
    for number in range(10):
        desk.commit(notes(number, number + 100))
    return log


def _all(log: EventLog) -> list[dict[str, object]]:
    return sorted(log.scan(LOG_SCHEMA.names).read_all().to_pylist(), key=lambda event: int(event["position"]))


def test_events_and_proofs_stay(log: EventLog) -> None:
    """One file of ten, and everything as before."""
    before, root, head = _all(log), log.root_at(log.head()), log.head()
    compacted = log.compact(NO_TIME)
    assert (compacted.files_before, compacted.files_after, compacted.deleted) == (10, 1, 10)
    assert (_all(log), log.root_at(log.head()), log.head()) == (before, root, head)
    assert not verify(log, deep=True).findings


def test_a_second_time_does_nothing(log: EventLog) -> None:
    """There is nothing small left."""
    log.compact(NO_TIME)
    assert log.compact(NO_TIME).files_before == 1


def test_the_log_grows_on(log: EventLog) -> None:
    """Positions and ids go on where they were, marks too."""
    log.compact(NO_TIME)
    known = log.append([notes(3)], actor="t", run_id="r", recorded_at=START)
    fresh = log.append([notes(999)], actor="t", run_id="r", recorded_at=START)
    assert (known.events, fresh.first_position) == (0, 31)
    assert not verify(log, deep=True).findings


def test_a_reader_goes_on_reading(log: EventLog) -> None:
    """Who began before has the files of the time when he began, for as long as anybody reads."""
    stream = log.scan(["position"])
    log.compact()
    assert stream.read_all().num_rows == 30


def test_writers_go_on_writing(log: EventLog) -> None:
    """Appends and compactions at once: all of them come through."""
    failed: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(1000, 1020):
                log.append([notes(number)], actor="t", run_id="r", recorded_at=START)
        except BaseException as error:  # told to the test
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        log.compact()
    writer.join()
    assert not failed
    assert log.head() == 70
    assert not verify(log, deep=True).findings


def test_the_log_compacts_itself(tmp_path: Path) -> None:
    """However many commits there are, readers open few files."""
    log = EventLog(str(tmp_path / "log"))
    log.create()
    desk = Desk(log)
    for number in range(2 * EVERY + 5):
        desk.commit(notes(number))
        assert len(log.opened().file_uris()) <= EVERY + 1
    assert _positions(log) == list(range(1, log.head() + 1))


def _positions(log: EventLog) -> list[int]:
    return sorted(pa.table(log.scan(["position"]).read_all()).column("position").to_pylist())


def test_events_after_what_was_seen_are_looked_through(log: EventLog) -> None:
    """Whoever appended since the caller looked has appended once."""
    seen = log.head()
    log.append([notes(500)], actor="other", run_id="r", recorded_at=START)
    again = log.append([notes(500, 501)], actor="t", run_id="r", recorded_at=START, seen=seen)
    assert again.events == 2  # note 501 and the batch record
