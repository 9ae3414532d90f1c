"""Opening, appending to and reading the log; step checkpoints.

Guarantees: positions are 1, 2, 3, … without gaps or repeats, also under concurrent writers; an append is in the log
whole or not at all; a step's checkpoint moves in the commit that holds what the step wrote.

Every commit carries the application transaction ("log", last position): two writers that start from one head conflict
and the loser numbers its events anew. delta-rs accepts a repeated (app, version) when the second comes after the first,
so a step's mark is compared before the write.
"""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from pipelines.errors import AppendConflictError, CasebookError, LogCorruptError, NotAWarehouseError
from pipelines.eventlog.anchor import Anchor, note_anchor
from pipelines.eventlog.batch import Batch, NewEvents, Origin, StepMark, prepared, without
from pipelines.eventlog.compaction import KEPT, WRITING, Compacted, Place, compact, compact_after_commit
from pipelines.eventlog.digest import GENESIS_ROOT
from pipelines.eventlog.remote import OPTIONS, is_remote, unreachable
from pipelines.eventlog.schema import EVENT_TYPES, LOG_SCHEMA
from pipelines.eventlog.telling import tell_commit, tell_conflict
from pipelines.eventlog.upcast import conformed, needs_upcast, upcast
from pipelines.faults import durable

APPEND_ATTEMPTS = 20
# Losers wait a random while, up to this long at first and twice as long each time: who is slow must win some day too.
_BACKOFF_SECONDS, _BACKOFF_DOUBLINGS = 0.01, 7
LOG_APP = "log"

# What delta-rs and Arrow raise where a file of the table is missing, cut off or overwritten.
_UNREADABLE = (DeltaError, pa.ArrowException, OSError)

CONFIGURATION = {
    "delta.appendOnly": "true",
    "delta.checkpointInterval": "10",
    # Statistics of quotes and titles would make every commit as large as the text.
    "delta.dataSkippingStatsColumns": "position,type,recorded_at",
}


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did. `events` counts the batch record too; with nothing to append it is 0 and `head` stays."""

    events: int
    first_position: int | None
    head: int


class EventLog:
    """The log at `uri`: a local folder or an s3:// URI. What the store wants to know is read from the environment.

    `warehouse` is the folder that asks; a log in a store has its files rewritten by one folder alone (see `remote`).
    """

    def __init__(self, uri: str, warehouse: Path | None = None) -> None:
        """Nothing is opened or created yet."""
        self.uri = uri
        self._place = Place(uri, self.opened, warehouse)
        self._options = dict(OPTIONS) if is_remote(uri) else None

    def exists(self) -> bool:
        """Whether there is a log here. UnreachableLogError where that is not to be learnt."""
        try:
            return DeltaTable.is_deltatable(self.uri, self._options)
        except _UNREADABLE as error:
            raise unreachable(self.uri, error) or error from error

    def create(self) -> None:
        """Create an empty log if there is none."""
        with durable("log created"):
            try:
                DeltaTable.create(
                    self.uri, LOG_SCHEMA, mode="ignore", configuration=CONFIGURATION, storage_options=self._options
                )
            except _UNREADABLE as error:
                raise unreachable(self.uri, error) or error from error

    def head(self) -> int:
        """The last position, 0 for an empty log."""
        return self.opened().transaction_version(LOG_APP) or 0

    def checkpoint(self, step: str) -> int:
        """How far `step` has read, 0 if it never ran."""
        return self.opened().transaction_version(step_app(step)) or 0

    def size_bytes(self) -> int:
        """Bytes of the files that hold the log as it is now."""
        sizes = pa.table(self.opened().get_add_actions(flatten=True)).column("size_bytes")
        return int(pc.sum(sizes).as_py() or 0)

    def root_at(self, position: int) -> bytes | None:
        """The root (32 bytes) of the log up to `position`; None where no batch ends there."""
        return _root_at(self.opened(), position)

    def scan(
        self,
        columns: Sequence[str],
        *,
        after: int = 0,
        upto: int | None = None,
        types: Iterable[str] = (),
        with_erased: bool = False,
    ) -> pa.RecordBatchReader:
        """Stream events with `after` < position ≤ `upto`, of the given types (all if none is given), in no set order.

        Events that an erasure emptied are left out unless asked for: only who counts positions wants them.

        Events of older schema versions come in today's form. Raises LogCorruptError, also while it streams, where a file
        of the log is missing or cannot be read.
        """
        predicate = f"position > {int(after)}"
        if upto is not None:
            predicate += f" and position <= {int(upto)}"
        wanted = [EVENT_TYPES[name].name for name in types]
        if wanted:
            predicate += f" and type in ({', '.join(repr(name) for name in wanted)})"
        table = self.opened()
        held = {field.name for field in table.schema().fields}
        if not with_erased and "erased_at" in held:
            predicate += " and erased_at is null"
        asked = [*columns, *(name for name in ("type", "schema_version") if needs_upcast() and name not in columns)]
        try:
            stream = pa.RecordBatchReader.from_stream(
                table.scan(columns=[name for name in asked if name in held], predicate=predicate)
            )
        except _UNREADABLE as error:
            raise _corrupt(self.uri, error) from error
        empty = pa.RecordBatch.from_arrays([pa.nulls(0, kind.type) for kind in stream.schema], schema=stream.schema)
        shape = conformed(empty, columns).schema
        return pa.RecordBatchReader.from_batches(shape, _todays(_guarded(stream, self.uri), asked, columns))

    def copy_into(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        columns: Sequence[str],
        *,
        after: int = 0,
        upto: int | None = None,
        types: Iterable[str] = (),
    ) -> None:
        """Make the temporary table `name` of what `scan` streams: a stream can be read once, a table often."""
        stream = self.scan(columns, after=after, upto=upto, types=types, with_erased=True)
        connection.register("log_stream", stream)
        try:
            connection.execute(f"create or replace temp table {name} as select * from log_stream")
        except duckdb.InvalidInputException as error:
            # What goes wrong inside the stream reaches DuckDB as text.
            raise _corrupt(self.uri, error) from error
        finally:
            connection.unregister("log_stream")

    def append(
        self,
        batches: Sequence[NewEvents],
        *,
        actor: str,
        run_id: str,
        recorded_at: datetime,
        mark: StepMark | None = None,
        seen: int = 0,
    ) -> Appended:
        """Append all of `batches` in one commit, closed by a batch record, and move the step's mark with it.

        Events whose id is in the log already are left out; where none is left and no mark moves, nothing is written, and
        a mark alone is written with an empty batch. `seen` is a position up to which the caller knows that none of the
        ids is in the log: only what came after it is looked through, so that an append costs what is new. A step whose
        checkpoint is no longer `mark.before` has been overtaken by another run of itself: nothing is written. Raises
        AppendConflictError after `APPEND_ATTEMPTS`.
        """
        origin = Origin(actor, run_id, recorded_at)
        new = [prepared(some) for some in batches if some.rows.num_rows]
        lost: CommitFailedError | None = None
        for attempt in range(APPEND_ATTEMPTS):
            if lost is not None:
                time.sleep(random.uniform(0, _BACKOFF_SECONDS * 2 ** min(attempt, _BACKOFF_DOUBLINGS)))
            try:
                return self._append_once(new, origin, mark, seen)
            except CommitFailedError as error:
                lost = error
                tell_conflict(attempt + 1)
        raise AppendConflictError(APPEND_ATTEMPTS) from lost

    def _append_once(self, new: Sequence[NewEvents], origin: Origin, mark: StepMark | None, seen: int) -> Appended:
        """One attempt from the present head. Raises CommitFailedError where another writer was faster."""
        table = self.opened()
        head = table.transaction_version(LOG_APP) or 0
        if mark is not None and (table.transaction_version(step_app(mark.step)) or 0) != mark.before:
            return Appended(0, None, head)
        fresh = without(new, _ids_present(table, new, seen, head)) if new else []
        if not any(some.rows.num_rows for some in fresh) and (mark is None or mark.after == mark.before):
            return Appended(0, None, head)
        batch = self.batch_after(table, head, fresh, origin, mark)
        last = head + batch.events
        marks = [Transaction(LOG_APP, last)]
        if mark is not None:
            marks.append(Transaction(step_app(mark.step), mark.after))
        with durable(f"append from {head + 1}"):
            try:
                write_deltalake(
                    table,
                    batch.reader(),
                    mode="append",
                    writer_properties=WRITING,
                    schema_mode="merge",  # a log of an older version gets the columns that were added since
                    commit_properties=CommitProperties(app_transactions=marks, max_commit_retries=0),
                )
            except _UNREADABLE as error:
                raise batch.error or unreachable(self.uri, error) or error from None
        note_anchor(self.uri, Anchor(last, batch.root))
        tell_commit(fresh, origin, mark, head + 1, last)
        compact_after_commit(self.opened(), self._place)
        return Appended(batch.events, head + 1, last)

    def unknown(self, batches: Sequence[NewEvents]) -> list[NewEvents]:
        """`batches`, prepared, without events whose id is in the log already: what an append would write."""
        new = [prepared(some) for some in batches if some.rows.num_rows]
        table = self.opened()
        return without(new, _ids_present(table, new, 0, table.transaction_version(LOG_APP) or 0)) if new else []

    def compact(self, kept: timedelta = KEPT, *, take_over: bool = False) -> Compacted:
        """Unite small files; see `compaction`."""
        try:
            return compact(self._place, kept=kept, take_over=take_over)
        except _UNREADABLE as error:
            raise unreachable(self.uri, error) or error from error

    def opened(self) -> DeltaTable:
        """The Delta table as it is now. For this package."""
        try:
            return DeltaTable(self.uri, storage_options=self._options)
        except TableNotFoundError as error:
            raise NotAWarehouseError(self.uri, "there is no event log in it") from error
        except _UNREADABLE as error:
            raise _corrupt(self.uri, error) from error

    def batch_after(
        self, table: DeltaTable, head: int, new: Sequence[NewEvents], origin: Origin, mark: StepMark | None = None
    ) -> Batch:
        """`new`, which are prepared, as they follow position `head` of the log. For this package."""
        previous = _root_at(table, head)
        if previous is None:
            raise LogCorruptError(f"the log's last event (position {head}) is not the record that closes a batch")
        return Batch(new, origin, head, previous, mark)


def _ids_present(table: DeltaTable, new: Sequence[NewEvents], after: int, head: int) -> pa.Array:
    if head <= after:
        return pa.nulls(0, pa.string())
    known = _read(table, ["event_id"], f"position > {int(after)}").column("event_id").cast(pa.string())
    return pc.filter(known, pc.is_in(known, pa.chunked_array([some.ids() for some in new], pa.string())))


def _read(table: DeltaTable, columns: list[str], predicate: str | None = None) -> pa.Table:
    try:
        # `pa.table` would import pandas, which takes longer than reading.
        return pa.RecordBatchReader.from_stream(table.scan(columns=columns, predicate=predicate)).read_all()
    except _UNREADABLE as error:
        raise _corrupt(table.table_uri, error) from error


def _guarded(stream: pa.RecordBatchReader, uri: str) -> Iterator[pa.RecordBatch]:
    try:
        yield from stream
    except _UNREADABLE as error:
        raise _corrupt(uri, error) from error


def _todays(
    batches: Iterator[pa.RecordBatch], asked: Sequence[str], columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        whole = conformed(batch, asked)
        yield upcast(whole).select(list(columns)) if needs_upcast() else whole


def _corrupt(uri: str, error: Exception) -> CasebookError:
    """What a failed reading means: a store that is away, or damage."""
    return unreachable(uri, error) or LogCorruptError(
        f"the event log {uri} is damaged and was left alone: {str(error).splitlines()[0][:300]}"
    )


def step_app(step: str) -> str:
    """The name of a step among the table's application transactions."""
    return f"step:{step}"


def _root_at(table: DeltaTable, position: int) -> bytes | None:
    if position == 0:
        return GENESIS_ROOT
    closing = _read(table, ["type", "batch"], f"position = {int(position)}").to_pylist()
    if len(closing) != 1 or closing[0]["type"] != "batch_closed":
        return None
    return bytes(closing[0]["batch"]["root"])
