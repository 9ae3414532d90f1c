"""What a verification needs of every event, read in one stream and held in Arrow.

A log of ten million events has to fit: of an event stay its position, its digest as 32 bytes, its type as a number and
three flags, about 50 bytes. Python objects are made of batch records and erasures alone, which are few. What the evidence
shows is the business of `verify`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from pipelines.eventlog.columns import whole
from pipelines.eventlog.digest import ROWS, event_digests
from pipelines.eventlog.finding import Finding, first_line
from pipelines.eventlog.schema import LOG_SCHEMA

BYTES = 64 << 20  # looked at at once, or `ROWS` events: contents may be large

DIGEST_BYTES = 32
_DIGEST = pa.binary(DIGEST_BYTES)
_KIND = pa.dictionary(pa.int32(), pa.string())
_EVENTS = pa.schema(
    {
        "position": pa.int64(),
        "digest": _DIGEST,
        "type": _KIND,
        "is_sound": pa.bool_(),
        "is_erased": pa.bool_(),
        "closes": pa.bool_(),
    }
)
_ERASED = pa.schema({"position": pa.int64(), "digest": _DIGEST, "left": _DIGEST, "erased_at": pa.int64()})


@dataclass(frozen=True, slots=True)
class Closing:
    """A batch record: what it says of its batch, and of the step that moved its mark with it."""

    position: int
    first_position: int | None
    last_position: int | None
    events: int | None
    root: bytes | None
    previous_root: bytes | None
    step: str | None
    step_after: int | None


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an article_erased event says of the events that it emptied."""

    position: int
    events: int | None
    root: bytes | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All events that could be read, in order of position.

    events    position; digest, as the log holds it; type; is_sound, false where the event is not what its digest covers;
              is_erased; closes, true for batch records
    closings  the batch records, one for each event that `closes`, in the same order
    erasures  the article_erased events, in order of position
    erased    position, digest and digest of what is left, of emptied events; erased_at, in whose name
    findings  what kept events from being read
    """

    events: pa.Table
    closings: tuple[Closing, ...]
    erasures: tuple[Erasure, ...]
    erased: pa.Table
    findings: tuple[Finding, ...]

    @property
    def positions(self) -> pa.Array:
        """The events' positions, ascending; a position stands here as often as there are events that claim it."""
        return whole(self.events.column("position"))

    def digests(self, first_row: int, end_row: int) -> pa.Buffer:
        """The digests of a stretch of events, one after the other."""
        held = whole(self.events.column("digest"))
        start = held.offset + first_row
        return held.buffers()[1][DIGEST_BYTES * start : DIGEST_BYTES * (start + end_row - first_row)]


def evidence(table: DeltaTable) -> Evidence:
    """Read the whole log. Never raises for damage: what was read until then comes with a finding."""
    read = _Read()
    findings = []
    try:
        for chunk in _chunks(pa.RecordBatchReader.from_stream(table.scan())):
            read.add(chunk)
    except Exception as error:  # whatever a decoder makes of damaged bytes
        findings.append(Finding(None, f"the log cannot be read: {first_line(error)}"))
    return Evidence(
        _in_order(read.events, _EVENTS),
        tuple(sorted(read.closings, key=lambda closing: closing.position)),
        tuple(sorted(read.erasures, key=lambda erasure: erasure.position)),
        _in_order(read.erased, _ERASED),
        tuple(findings),
    )


def sorted_positions(stream: Iterator[pa.RecordBatch]) -> pa.Array:
    """The positions of a stream of events, ascending."""
    parts = [owned(batch.column("position")) for batch in stream]
    positions = pa.chunked_array(parts, pa.int64()).combine_chunks()
    return positions if _is_ascending(positions) else positions.take(pc.sort_indices(positions))


def count_upto(positions: pa.Array, bound: int) -> int:
    """How many of the ascending positions are not above `bound`."""
    return bisect_right(positions, bound, key=lambda position: position.as_py())


def owned(numbers: pa.Array) -> pa.Array:
    """A copy: a column of a batch that another library made keeps the whole batch in memory, contents and all."""
    return pc.add(numbers, pa.scalar(0, numbers.type))


def _is_ascending(positions: pa.Array) -> bool:
    before, after = positions.slice(0, max(len(positions) - 1, 0)), positions.slice(1)
    return pc.all(pc.less(before, after), min_count=0).as_py() is True


@dataclass(slots=True)
class _Read:
    """What was read so far, in the order of reading, which is any."""

    events: list[pa.Table] = field(default_factory=list)
    erased: list[pa.Table] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    erasures: list[Erasure] = field(default_factory=list)

    def add(self, chunk: pa.Table) -> None:
        """All of a chunk, or nothing where it cannot be understood."""
        computed = event_digests(chunk).cast(_DIGEST)
        plain = _plain(chunk)
        position, held, kind = (whole(plain.column(name)) for name in ("position", "digest", "type"))
        if position.null_count:
            raise ValueError("there are events without a position")
        erased_at, erasure = (_column(plain, name) for name in ("erased_at", "erasure"))
        is_erased, batch = pc.is_valid(erased_at), whole(plain.column("batch"))
        digest = _of_a_digests_size(held)
        is_sound = pc.or_(pc.fill_null(pc.equal(held, computed.cast(held.type)), False), is_erased)
        closes = pc.fill_null(pc.and_(pc.equal(kind, "batch_closed"), pc.is_valid(batch)), False)
        kinds = kind.dictionary_encode()
        events = pa.table([owned(position), digest, kinds, is_sound, is_erased, closes], schema=_EVENTS)
        erased = pa.table([position, digest, computed, erased_at], schema=_ERASED).filter(is_erased)
        closings = [_closing(at, told) for at, told in _where(closes, position, batch)]
        erasures = [_erasure(at, told) for at, told in _where(pc.is_valid(erasure), position, erasure)]
        self.events.append(events)
        self.erased.append(erased)
        self.closings += closings
        self.erasures += erasures


def _chunks(stream: pa.RecordBatchReader) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    for batch in stream:
        waiting.append(batch)
        if sum(b.num_rows for b in waiting) >= ROWS or sum(b.nbytes for b in waiting) >= BYTES:
            yield _shaped(waiting)
            waiting = []
    if waiting:
        yield _shaped(waiting)


def _shaped(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """In the schema's order of columns, on which digests depend."""
    table = pa.Table.from_batches(batches)
    return table.select([name for name in LOG_SCHEMA.names if name in table.column_names])


def _plain(chunk: pa.Table) -> pa.Table:
    """The few columns that are looked into, without the views that Delta reads: Arrow computes nothing on those."""
    names = [
        name for name in ("position", "digest", "type", "erased_at", "batch", "erasure") if name in chunk.column_names
    ]
    plain = {name: pa.binary() if name == "digest" else LOG_SCHEMA.field(name).type for name in names}
    return chunk.select(names).cast(pa.schema(plain))


def _column(plain: pa.Table, name: str) -> pa.Array:
    """A column that logs of older versions lack."""
    if name in plain.column_names:
        return whole(plain.column(name))
    return pa.nulls(plain.num_rows, LOG_SCHEMA.field(name).type)


def _of_a_digests_size(held: pa.Array) -> pa.Array:
    """What is no digest becomes zeros, which no event has."""
    fits = pc.fill_null(pc.equal(pc.binary_length(held), DIGEST_BYTES), False)
    return pc.if_else(fits, held, pa.scalar(bytes(DIGEST_BYTES), held.type)).cast(_DIGEST)


def _where(mask: pa.Array, position: pa.Array, payload: pa.Array) -> Iterator[tuple[int, Mapping[str, object]]]:
    return zip(position.filter(mask).to_pylist(), payload.filter(mask).to_pylist(), strict=True)


def _closing(position: int, told: Mapping[str, object]) -> Closing:
    names = [name for name in Closing.__slots__ if name != "position"]
    return Closing(position, **{name: told[name] for name in names})  # type: ignore[arg-type] # typed by the log's schema


def _erasure(position: int, told: Mapping[str, object]) -> Erasure:
    return Erasure(position, told["events"], told["root"])  # type: ignore[arg-type] # typed by the log's schema


def _in_order(parts: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    """One table in one piece; events of the same position stay in the order of reading."""
    table = pa.concat_tables([schema.empty_table(), *parts]).combine_chunks()
    return table if _is_ascending(whole(table.column("position"))) else table.sort_by("position").combine_chunks()
