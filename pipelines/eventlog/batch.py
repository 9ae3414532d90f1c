"""A batch: new events as one commit writes them, shaped to the log's schema, numbered, digested, closed by the batch's record.

They are made while they are written, a portion at a time: beyond the events that are given, an append of a million needs no
more memory than one of twenty thousand, and digests are computed while the writer compresses what came before. Where they
are written, and what else a commit says, is the business of `log`.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import LogCorruptError
from pipelines.eventlog.columns import whole
from pipelines.eventlog.digest import ROWS, begun_root, event_digests
from pipelines.eventlog.schema import EVENT_TYPES, LOG_SCHEMA, NULLABLE_SCHEMA, PAYLOADS, SCHEMA_VERSION
from pipelines.model.ids import stable_id

REQUIRED = ("event_id", "stream")
# Families whose events say which capture they speak of: without that no projection could place them.
OF_CAPTURES = ("case_report", "campaign_report", "region_report", "figure_report", "link")
MADE_AHEAD = 2  # portions; a processor each, and they fit into its cache


@dataclass(frozen=True, slots=True)
class NewEvents:
    """Events of one type, not yet in the log.

    rows: columns event_id, stream, and where they apply occurred_on, cause_position, content; every other column is a
    field of the type's payload. Row order is kept.
    """

    type: str
    rows: pa.Table

    def ids(self) -> pa.Array:
        """Their ids."""
        return whole(self.rows.column("event_id"))


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step's progress: it had read the log up to position `before` and has now read up to `after`."""

    step: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Who appends, in which run, when."""

    actor: str
    run_id: str
    recorded_at: datetime


class Batch:
    """The events of one commit, `prepared` before, to be read once; `root` is known afterwards."""

    def __init__(
        self, events: Sequence[NewEvents], origin: Origin, head: int, previous_root: bytes, mark: StepMark | None = None
    ) -> None:
        """`events` follow position `head`, where the root is `previous_root`."""
        self._new, self._origin, self._mark = events, origin, mark
        self._head, self._previous_root = head, previous_root
        self.events = sum(some.rows.num_rows for some in events) + 1
        self.root = b""
        self.error: Exception | None = None  # what went wrong in the making: the writer makes text of it

    def reader(self) -> pa.RecordBatchReader:
        """All events with the record that closes them, in order of position."""
        return pa.RecordBatchReader.from_batches(LOG_SCHEMA, self._watched())

    def _watched(self) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._closed()
        except Exception as error:
            self.error = error
            raise

    def _closed(self) -> Iterator[pa.RecordBatch]:
        root = begun_root(self._previous_root)
        waiting = LOG_SCHEMA.empty_table()
        for portion in self._numbered():
            yield from waiting.to_batches()
            waiting = portion
            root.update(b"".join(waiting.column("digest").to_pylist()))
        self.root = root.digest()
        record = _numbered(_shaped(self._record(), self._origin), self._head + self.events - 1)
        # Together: the writer spreads what comes in pieces, and a small batch should lie in its file in order.
        yield from pa.concat_tables([waiting, record]).combine_chunks().to_batches()

    def _numbered(self) -> Iterator[pa.Table]:
        """Portions with positions and digests, the next ones being made while one is written."""
        position = self._head
        coming: deque[Future[pa.Table]] = deque()
        with ThreadPoolExecutor(MADE_AHEAD) as makers:
            for portion in _portions(self._new, self._origin):
                coming.append(makers.submit(_numbered, portion, position))
                position += portion.num_rows
                if len(coming) > MADE_AHEAD:
                    yield coming.popleft().result()
            while coming:
                yield coming.popleft().result()

    def _record(self) -> NewEvents:
        first, last = self._head + 1, self._head + self.events - 1
        record = {
            "event_id": stable_id("batch_closed", first, last, self.root.hex()),
            "stream": "log",
            "first_position": first,
            "last_position": last,
            "events": self.events - 1,
            "root": self.root,
            "previous_root": self._previous_root,
            "step": self._mark.step if self._mark else None,
            "step_after": self._mark.after if self._mark else None,
        }
        return prepared(NewEvents("batch_closed", pa.Table.from_pylist([record])))


def prepared(some: NewEvents) -> NewEvents:
    """The events with columns of the log's types. LogCorruptError for what does not fit there or lacks what is required."""
    kind = EVENT_TYPES[some.type].family
    types = {field.name: field.type for field in (*LOG_SCHEMA, *PAYLOADS[kind].fields) if field.name not in PAYLOADS}
    if unknown := set(some.rows.column_names) - set(types):
        raise LogCorruptError(f"{some.type}: no such fields in the log's schema: {', '.join(sorted(unknown))}")
    for name in (*REQUIRED, *(("cause_position",) if kind in OF_CAPTURES else ())):
        if name not in some.rows.column_names or some.rows.column(name).null_count:
            raise LogCorruptError(f"{some.type}: every event needs its {name}")
    schema = pa.schema([pa.field(name, types[name]) for name in some.rows.column_names])
    try:
        return NewEvents(some.type, some.rows.cast(schema))
    except (pa.ArrowException, ValueError) as error:
        raise LogCorruptError(f"{some.type}: {error}") from error


def without(events: Sequence[NewEvents], present: pa.Array) -> list[NewEvents]:
    """`events` without ids in `present` and without a second event of the same id."""
    ids = pa.chunked_array([some.ids() for some in events], pa.string()).combine_chunks()
    if not len(present) and len(pc.unique(ids)) == len(ids):
        return list(events)
    rows = pa.array(range(len(ids)), pa.int64())
    first = pa.table({"id": ids, "row": rows}).group_by("id").aggregate([("row", "min")]).column("row_min")
    keep = pc.and_(pc.is_in(rows, first.combine_chunks()), pc.invert(pc.is_in(ids, present)))
    ends = list(accumulate((some.rows.num_rows for some in events), initial=0))
    return [
        NewEvents(some.type, some.rows.filter(keep.slice(start, some.rows.num_rows)))
        for some, start in zip(events, ends, strict=False)
    ]


def _portions(events: Sequence[NewEvents], origin: Origin) -> Iterator[pa.Table]:
    """All events in the log's columns, without position and digest, `ROWS` at a time: small types share a portion."""
    waiting: list[pa.Table] = []
    room = ROWS
    for some in events:
        start = 0
        while start < some.rows.num_rows:
            part = some.rows.slice(start, room)
            waiting.append(_shaped(NewEvents(some.type, part), origin))
            start += part.num_rows
            room -= part.num_rows
            if not room:
                yield pa.concat_tables(waiting)
                waiting, room = [], ROWS
    if waiting:
        yield pa.concat_tables(waiting)


def _shaped(some: NewEvents, origin: Origin) -> pa.Table:
    family = EVENT_TYPES[some.type].family
    count = some.rows.num_rows
    constant = {
        "type": some.type,
        "schema_version": SCHEMA_VERSION,
        "recorded_at": origin.recorded_at,
        "actor": origin.actor,
        "run_id": origin.run_id,
    }
    columns: list[pa.Array] = []
    for field in NULLABLE_SCHEMA:
        if field.name == family:
            columns.append(_payload(some.rows, family))
        elif field.name in constant:
            columns.append(pa.repeat(pa.scalar(constant[field.name], field.type), count))
        elif field.name in some.rows.column_names:
            columns.append(whole(some.rows.column(field.name)))
        else:
            columns.append(pa.nulls(count, field.type))
    return pa.table(columns, schema=NULLABLE_SCHEMA)


def _payload(rows: pa.Table, family: str) -> pa.StructArray:
    fields = list(PAYLOADS[family].fields)
    arrays = [
        whole(rows.column(field.name)) if field.name in rows.column_names else pa.nulls(rows.num_rows, field.type)
        for field in fields
    ]
    return pa.StructArray.from_arrays(arrays, fields=fields)


def _numbered(events: pa.Table, head: int) -> pa.Table:
    """The events with positions from head + 1 on and their digests, in one piece."""
    positions = pa.array(np.arange(head + 1, head + 1 + events.num_rows))
    numbered = events.set_column(0, NULLABLE_SCHEMA.field("position"), positions).combine_chunks()
    index = LOG_SCHEMA.get_field_index("digest")
    return numbered.set_column(index, "digest", event_digests(numbered)).cast(LOG_SCHEMA)
