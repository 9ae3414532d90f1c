"""Whole commits of the log, for who keeps a copy of its events: each with the position at which it came to be believed.

They are read a family at a time, with the columns of that family. Of a very long stretch each family is a stream, so that
memory does not grow with the stretch. Shorter ones are read before they are used: DuckDB's threads wait for each other where
Python hands them a stream (a rebuild of a million events took 8.4 s and not 7.1). A short one is read once for all families,
because opening the log costs more than that.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.errors import LogCorruptError
from pipelines.eventlog.schema import EVENT_TYPES, PAYLOADS
from pipelines.eventlog.subscription import Window

SHORT_EVENTS = 20_000  # some 50 MB
LONG_EVENTS = 1_500_000  # some 1.5 GB of them are figures
BATCH_POSITION = pa.field("batch_position", pa.int64())
# What is asked of events without a payload, and of those with one beside it.
ENVELOPE = ("position", "type", "schema_version", "stream", "occurred_on", "cause_position", "erased_at")
BESIDE_PAYLOAD = ("position", "type", "recorded_at", "actor", "run_id", "cause_position")


class Commits:
    """The commits in a window of a log."""

    def __init__(self, window: Window) -> None:
        """Raises LogCorruptError where no batch ends where the window does."""
        self._window = window
        self.damage: LogCorruptError | None = None  # what a stream met that was read from elsewhere than Python
        records = window.scan(["position"], ["batch_closed"]).read_all()
        self._ends = np.sort(_values(records.column("position").combine_chunks()))
        if not len(self._ends) or self._ends[-1] != window.upto:
            raise LogCorruptError(f"the event log {window.log.uri} has no batch that ends at position {window.upto}")
        events = window.upto - window.after
        is_short, self._is_long = events <= SHORT_EVENTS, events > LONG_EVENTS
        self._held = (
            self._stream((*dict.fromkeys((*ENVELOPE, *BESIDE_PAYLOAD)), *PAYLOADS), ()).read_all() if is_short else None
        )

    def read(self, family: str) -> pa.Table | pa.RecordBatchReader:
        """Events in no set order, each with its `batch_position`, the position of the record that closes its commit.

        They are at least those with a payload of the family, which has a column; for `envelope` all there are, erased ones
        too. Raises LogCorruptError as `EventLog.scan` does.
        """
        if self._held is not None:
            return self._held
        columns = ENVELOPE if family == "envelope" else (*BESIDE_PAYLOAD, family)
        stream = self._stream(columns, [kind.name for kind in EVENT_TYPES.values() if kind.family == family])
        return stream if self._is_long else stream.read_all()

    def _stream(self, columns: Sequence[str], types: Sequence[str]) -> pa.RecordBatchReader:
        stream = self._window.scan(columns, types, with_erased=True)
        return pa.RecordBatchReader.from_batches(stream.schema.append(BATCH_POSITION), self._closed(stream))

    def _closed(self, stream: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._numbered(stream)
        except LogCorruptError as error:
            self.damage = error
            raise

    def _numbered(self, stream: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        for batch in stream:
            index = np.searchsorted(self._ends, _values(batch.column("position")))
            yield batch.append_column(BATCH_POSITION, _int64s(self._ends[index]))


# By way of buffers: Arrow's own conversions from and to NumPy import pandas, which takes longer than a refresh.


def _values(positions: pa.Array) -> npt.NDArray[np.int64]:
    if not len(positions):
        return np.empty(0, np.int64)
    return np.frombuffer(positions.buffers()[1], np.int64, len(positions), 8 * positions.offset)


def _int64s(values: npt.NDArray[np.int64]) -> pa.Array:
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(values)])
