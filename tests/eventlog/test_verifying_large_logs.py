"""Verification of a log of any length: it is read piece by piece, in any order, and little of it is kept."""

import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from small_logs import log, pristine

from pipelines.eventlog import EventLog, bookkeeping, evidence, verify
from pipelines.eventlog.schema import LOG_SCHEMA

__all__ = ["log", "pristine"]

EVENTS, CONTENT_BYTES = 20_000, 1_000


@dataclass(frozen=True)
class _Given:
    """Stands for a Delta table: batches as given, for one reading."""

    batches: Iterator[pa.RecordBatch]
    schema: pa.Schema = LOG_SCHEMA

    def scan(self) -> pa.RecordBatchReader:
        return pa.RecordBatchReader.from_batches(self.schema, self.batches)


def _evidence(given: _Given) -> evidence.Evidence:
    return evidence.evidence(given)  # type: ignore[arg-type] # all of a table that it asks for


def _long(events: int) -> Iterator[pa.RecordBatch]:
    """Batches of a hundred captures with contents, made when they are asked for."""
    for first in range(1, events, 100):
        columns = {
            "position": pa.array(range(first, first + 100), pa.int64()),
            "type": pa.array(["article_captured"] * 100),
            "content": pa.array([bytes(CONTENT_BYTES)] * 100),
        }
        yield pa.RecordBatch.from_arrays(
            [columns.get(field.name, pa.nulls(100, field.type)) for field in LOG_SCHEMA], schema=_nullable()
        )


@pytest.fixture
def cheap_digests(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Digests that take no time, where they do not matter; how many were made at once."""
    sizes: list[int] = []

    def digests(chunk: pa.Table) -> pa.Array:
        sizes.append(chunk.num_rows)
        return pa.repeat(pa.scalar(bytes(32)), chunk.num_rows)

    monkeypatch.setattr(evidence, "event_digests", digests)
    return sizes


def _nullable() -> pa.Schema:
    return pa.schema([field.with_nullable(True) for field in LOG_SCHEMA])


@pytest.mark.parametrize("rows", [1, 7, 1_000])
def test_order_and_size_of_what_is_read_make_no_difference(
    log: EventLog, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events come in the order in which threads read files; batch records far from their batches."""
    monkeypatch.setattr(evidence, "ROWS", rows)
    expected = evidence.evidence(log.opened())
    events = pa.table(DeltaTable(log.uri).to_pyarrow_table()).select(LOG_SCHEMA.names)
    order = random.Random(rows).sample(range(events.num_rows), events.num_rows)
    shuffled = events.take(order).cast(_nullable()).to_batches(max_chunksize=3)
    got = _evidence(_Given(iter(shuffled), _nullable()))
    assert got.positions.to_pylist() == list(range(1, log.head() + 1))
    assert got.events.to_pylist() == expected.events.to_pylist()
    assert got.closings == expected.closings
    assert not got.findings


@pytest.mark.usefixtures("cheap_digests")
def test_no_python_object_is_made_of_an_event() -> None:
    """Ten million of them would not fit."""
    _evidence(_Given(_long(100), _nullable()))  # what is imported on first use
    tracemalloc.start()
    got = _evidence(_Given(_long(EVENTS), _nullable()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert got.events.num_rows == EVENTS
    assert peak < 30 * EVENTS


@pytest.mark.usefixtures("cheap_digests")
def test_little_of_an_event_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not its content, which a column of the batch that it came with would keep, too."""
    monkeypatch.setattr(evidence, "ROWS", 100)
    before, allocated = pa.total_allocated_bytes(), []

    def watched() -> Iterator[pa.RecordBatch]:
        for batch in _long(EVENTS):
            allocated.append(pa.total_allocated_bytes() - before)
            yield batch

    assert _evidence(_Given(watched(), _nullable())).events.num_rows == EVENTS
    assert max(allocated) < 200 * EVENTS


def test_large_contents_are_not_read_together(cheap_digests: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows would fit: what is digested at once is limited in bytes, too."""
    monkeypatch.setattr(evidence, "BYTES", 500 * CONTENT_BYTES)
    _evidence(_Given(_long(2_000), _nullable()))
    assert max(cheap_digests) <= 500
    assert sum(cheap_digests) == 2_000


def test_events_without_a_position_are_a_finding(log: EventLog) -> None:
    """They have no place in the chain; what was read before them is kept."""
    events = pa.table(DeltaTable(log.uri).to_pyarrow_table()).select(LOG_SCHEMA.names).cast(_nullable())
    lost = events.set_column(0, "position", pa.nulls(events.num_rows, pa.int64()))
    [finding] = _evidence(_Given(iter(lost.to_batches()), _nullable())).findings
    assert "without a position" in finding.what


def test_not_all_of_a_million_findings_are_told(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of a kind one by one, then how many there are."""
    monkeypatch.setattr(verify, "TOLD", 3)
    table = log.opened()
    table.alter.set_table_properties({"delta.appendOnly": "false"})
    table.update({"actor": "'nobody'"})
    found = [finding for finding in verify.verify(log).findings if "digest differs" in finding.what]
    assert [finding.position for finding in found] == [1, 2, 3, 4]
    assert found[-1].what.endswith(f"with this, {log.head() - 3} more of the kind")


@pytest.mark.parametrize(
    ("some", "others", "first"),
    [
        ([], [], None),
        ([1, 2, 3], [1, 2, 3], None),
        ([1, 2, 3], [1, 3], 2),
        ([1, 3], [1, 2, 3], 2),
        ([1, 2], [1, 2, 3], 3),
        ([], [5], 5),
        ([1, 2, 2, 3], [1, 2, 3], 2),
    ],
)
def test_what_readers_get_is_compared(some: list[int], others: list[int], first: int | None) -> None:
    """The least position that one has and the other has not."""
    arrays = (pa.array(some, pa.int64()), pa.array(others, pa.int64()))
    assert bookkeeping._first_difference(*arrays) == first
