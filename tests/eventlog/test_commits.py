"""Whole commits for copies: each event with the end of its commit, however long the stretch is and however it is read."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from builders import small_reference
from small_logs import log, pristine

from pipelines.errors import LogCorruptError
from pipelines.eventlog import EventLog, commits
from pipelines.eventlog.commits import Commits
from pipelines.eventlog.schema import PAYLOADS
from pipelines.eventlog.subscription import Window
from pipelines.load.projection import bring_forward

__all__ = ["log", "pristine"]

FAMILIES = ("envelope", *PAYLOADS)


def _read(log: EventLog, family: str, after: int = 0) -> list[tuple[int, int, object]]:
    read = Commits(Window(log, after, log.head())).read(family)
    events = (read if isinstance(read, pa.Table) else read.read_all()).to_pylist()
    return sorted(
        (event["position"], event["batch_position"], event.get(family))
        for event in events
        if family == "envelope" or event[family] is not None
    )


def _ends(log: EventLog) -> list[int]:
    return sorted(log.scan(["position"], types=["batch_closed"]).read_all().column("position").to_pylist())


@pytest.mark.parametrize("after", [0, 9])
def test_every_event_has_the_end_of_its_commit(log: EventLog, after: int) -> None:
    ends = _ends(log)
    assert after == 0 or after in ends
    found = [(position, end) for position, end, _ in _read(log, "envelope", after)]
    expected = [(position, min(end for end in ends if end >= position)) for position in range(after + 1, ends[-1] + 1)]
    assert found == expected


def test_short_middling_and_long_stretches_are_read_alike(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    short = {family: _read(log, family) for family in FAMILIES}
    monkeypatch.setattr(commits, "SHORT_EVENTS", 0)
    assert {family: _read(log, family) for family in FAMILIES} == short
    monkeypatch.setattr(commits, "LONG_EVENTS", 0)
    assert isinstance(Commits(Window(log, 0, log.head())).read("link"), pa.RecordBatchReader)
    assert {family: _read(log, family) for family in FAMILIES} == short
    assert all(short[family] for family in ("envelope", "capture", "reading", "case_report", "link", "batch"))


def test_a_stretch_must_end_with_a_commit(log: EventLog) -> None:
    inside = next(position for position in range(1, log.head()) if position not in _ends(log))
    with pytest.raises(LogCorruptError, match=f"no batch that ends at position {inside}"):
        Commits(Window(log, 0, inside))


def test_damage_met_in_a_stream_is_not_blamed_on_the_sql(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB makes text of what goes wrong in a stream that it reads."""

    def damaged(_self: Commits, _stream: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        raise LogCorruptError("a file of the log is damaged")
        yield

    monkeypatch.setattr(commits, "SHORT_EVENTS", 0)
    monkeypatch.setattr(commits, "LONG_EVENTS", 0)
    monkeypatch.setattr(Commits, "_numbered", damaged)
    with pytest.raises(LogCorruptError, match="a file of the log is damaged"):
        bring_forward(tmp_path / "x.duckdb", log, small_reference())


def test_a_projection_imports_nothing_that_takes_longer_than_itself(log: EventLog, tmp_path: Path) -> None:
    """Arrow imports pandas where it converts from and to NumPy."""
    program = f"""
import sys
from pathlib import Path
from pipelines.eventlog import EventLog
from pipelines.load.projection import bring_forward
from pipelines.orchestration.reference import reference
tables = reference()
assert "pandas" not in sys.modules
bring_forward(Path({str(tmp_path / "x.duckdb")!r}), EventLog({log.uri!r}), tables)
sys.exit("it imports pandas" if "pandas" in sys.modules else 0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
