"""A log with files missing, cut off or overwritten says so in one kind of error, whoever reads it."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from builders import START, capture_of

from pipelines.errors import LogCorruptError
from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import captured_events


def _remove(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _overwrite(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)


def _log(folder: Path) -> EventLog:
    log = EventLog(str(folder / "log"))
    log.create()
    _append(log, "a")
    return log


def _append(log: EventLog, name: str) -> None:
    rows = captured_events([(capture_of(name), name, "key")], {}, set())
    log.append([rows], actor="t", run_id="r", recorded_at=START)


def _stream(log: EventLog) -> None:
    log.scan(["position", "capture"]).read_all()


def _copy(log: EventLog) -> None:
    with closing(duckdb.connect()) as connection:
        log.copy_into(connection, "events", ["position", "capture"])


def _write(log: EventLog) -> None:
    _append(log, "b")


@pytest.mark.parametrize("damage", [_remove, _cut, _overwrite])
@pytest.mark.parametrize("read", [_stream, _copy, _write])
def test_damaged_data_file(tmp_path: Path, damage: Callable[[Path], None], read: Callable[[EventLog], None]) -> None:
    log = _log(tmp_path)
    damage(next((tmp_path / "log").glob("*.parquet")))
    with pytest.raises(LogCorruptError, match="is damaged"):
        read(log)


@pytest.mark.parametrize("damage", [_cut, _overwrite])
@pytest.mark.parametrize("read", [_stream, _copy, _write, EventLog.head])
def test_damaged_commit(tmp_path: Path, damage: Callable[[Path], None], read: Callable[[EventLog], None]) -> None:
    log = _log(tmp_path)
    damage(max((tmp_path / "log" / "_delta_log").glob("*.json")))
    with pytest.raises(LogCorruptError, match="is damaged"):
        read(log)
