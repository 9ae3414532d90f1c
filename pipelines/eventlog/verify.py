"""Whether the log is what was written: every event against its digest, every batch against the chain, positions without a gap.

Reads everything and changes nothing. What the table's own bookkeeping says (file sizes, counts, least and greatest
values, step marks) is compared with the events too, because readers skip files by it. Names findings by position.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import pyarrow as pa
from deltalake import DeltaTable

from pipelines.errors import CasebookError
from pipelines.eventlog.anchor import read_anchor
from pipelines.eventlog.bookkeeping import file_findings, probe_findings, table_findings
from pipelines.eventlog.digest import GENESIS_ROOT, batch_root, erasure_root, event_digests
from pipelines.eventlog.finding import Finding, first_line
from pipelines.eventlog.log import LOG_APP, EventLog, step_app
from pipelines.eventlog.schema import LOG_SCHEMA

ROWS = 20_000  # events that are digested at once


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. `events` were read, `head` and `root` are those of the last whole batch."""

    events: int
    head: int
    root: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """What of an event the chain needs. `tombstone` is the digest of what is left of an erased one."""

    position: int
    digest: bytes
    is_sound: bool
    type: str
    batch: dict[str, object] | None
    erasure: dict[str, object] | None
    erased_at: int | None
    tombstone: bytes


@dataclass(frozen=True, slots=True)
class _End:
    """Where the log ended once, its root there, and who says so."""

    position: int
    root: bytes
    source: str


def verify(log: EventLog, *, deep: bool = False, expected: tuple[int, bytes] | None = None) -> Verified:
    """Check the whole log. `deep` also asks it what readers ask; `expected` is a (position, root) noted elsewhere.

    Never raises for damage: that is what findings are.
    """
    try:
        return _verified(log, deep, expected)
    except CasebookError as error:
        what = str(error)
    except Exception as error:  # whatever a decoder makes of damaged bytes
        what = f"the log cannot be read: {first_line(error)}"
    return Verified(0, 0, GENESIS_ROOT, (Finding(None, what),))


def _verified(log: EventLog, deep: bool, expected: tuple[int, bytes] | None) -> Verified:
    table = log.opened()
    events, findings = _events(table)
    exact = _sequence(events)
    roots, broken = _chain(events, {found.position for found in exact})
    findings += [*exact, *broken, *_erasures(events), *_marks(table, events)]
    findings += [*table_findings(table), *file_findings(log)]
    head = max(roots)
    for end in _remembered_ends(log, expected):
        findings += _compared(end, roots, head)
    if deep and not findings:
        findings += probe_findings(log, [(e.position, e.type, e.erased_at is not None) for e in events])
    ordered = sorted(set(findings), key=lambda found: (found.position is None, found.position or 0, found.what))
    return Verified(len(events), head, roots[head], tuple(ordered))


def _events(table: DeltaTable) -> tuple[list[_Event], list[Finding]]:
    """All events in order of position, and what kept some from being read."""
    found: list[_Event] = []
    findings: list[Finding] = []
    try:
        for chunk in _chunks(pa.RecordBatchReader.from_stream(table.scan())):
            found += _digested(chunk)
    except Exception as error:  # whatever a decoder makes of damaged bytes
        findings.append(Finding(None, f"the log cannot be read: {first_line(error)}"))
    return sorted(found, key=lambda event: event.position), findings


def _chunks(stream: pa.RecordBatchReader) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    for batch in stream:
        waiting.append(batch)
        if sum(b.num_rows for b in waiting) >= ROWS:
            yield _shaped(waiting)
            waiting = []
    if waiting:
        yield _shaped(waiting)


def _shaped(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """In the schema's order of columns, on which digests depend."""
    whole = pa.Table.from_batches(batches)
    return whole.select([name for name in LOG_SCHEMA.names if name in whole.column_names])


def _digested(chunk: pa.Table) -> list[_Event]:
    computed = event_digests(chunk).to_pylist()
    held = {name: chunk.column(name).to_pylist() for name in ("position", "digest", "type", "batch")}
    for name in ("erasure", "erased_at"):
        held[name] = chunk.column(name).to_pylist() if name in chunk.column_names else [None] * chunk.num_rows
    return [
        _Event(
            position, bytes(digest or b""), digest == own or erased_at is not None, kind, batch, erasure, erased_at, own
        )
        for position, digest, kind, batch, erasure, erased_at, own in zip(
            *(held[name] for name in ("position", "digest", "type", "batch", "erasure", "erased_at")),
            computed,
            strict=True,
        )
    ]


def _sequence(events: Sequence[_Event]) -> list[Finding]:
    found = [
        Finding(e.position, "the event is not what was written: its digest differs") for e in events if not e.is_sound
    ]
    if events and events[0].position != 1:
        found.append(Finding(1, f"missing: the first event is at {events[0].position}"))
    for before, after in pairwise(events):
        if after.position == before.position:
            found.append(Finding(after.position, "two events have this position"))
        elif after.position != before.position + 1:
            found.append(Finding(before.position + 1, f"missing up to position {after.position - 1}"))
    if events and events[-1].type != "batch_closed":
        found.append(Finding(events[-1].position, "the last event does not close a batch"))
    return found


def _chain(events: Sequence[_Event], known: Set[int | None]) -> tuple[dict[int, bytes], list[Finding]]:
    """The root at the end of each batch as the log tells it, and where a batch does not fit the chain.

    Batches that hold one of the `known` bad positions cannot fit, and are not told of again.
    """
    roots = {0: GENESIS_ROOT}
    findings: list[Finding] = []
    end, root, waiting = 0, GENESIS_ROOT, list[_Event]()
    for event in events:
        if event.type != "batch_closed" or event.batch is None:
            waiting.append(event)
            continue
        computed = batch_root(root, (e.digest for e in waiting))
        told = event.batch
        claimed = told["first_position"], told["last_position"], told["events"]
        if any(end < bad <= event.position for bad in known if bad is not None):
            pass
        elif claimed != (end + 1, event.position - 1, len(waiting)):
            findings.append(Finding(end + 1, f"the batch closed at {event.position} has other events than it says"))
        elif told["previous_root"] != root or told["root"] != computed:
            findings.append(Finding(end + 1, f"the batch closed at {event.position} does not continue the chain"))
        end, root, waiting = event.position, bytes(told["root"]) if isinstance(told["root"], bytes) else computed, []
        roots[end] = root
    return roots, findings


def _erasures(events: Sequence[_Event]) -> list[Finding]:
    """Events without payload must be those that an article_erased event answers for, no more and no fewer."""
    erased: dict[int, list[_Event]] = {}
    for event in events:
        if event.erased_at is not None:
            erased.setdefault(event.erased_at, []).append(event)
    answered = {event.position: event.erasure for event in events if event.erasure is not None}
    findings = []
    for position in sorted({*erased, *answered}):
        gone, told = erased.get(position, []), answered.get(position)
        root = erasure_root((e.position, e.digest, e.tombstone) for e in gone)
        if told is None:
            findings.append(Finding(gone[0].position, f"emptied in the name of {position}, which is no erasure"))
        elif told["root"] != root or told["events"] != len(gone):
            first = gone[0].position if gone else position
            findings.append(Finding(first, f"what the erasure at {position} left behind is not what it says"))
    return findings


def _marks(table: DeltaTable, events: Sequence[_Event]) -> list[Finding]:
    last = events[-1].position if events else 0
    told: dict[str, int] = {}
    for event in events:
        if event.batch is not None and event.batch.get("step"):
            told[str(event.batch["step"])] = int(str(event.batch["step_after"]))
    findings = []
    if (table.transaction_version(LOG_APP) or 0) != last:
        findings.append(Finding(last, f"the table says that the log ends at {table.transaction_version(LOG_APP) or 0}"))
    for step, after in told.items():
        marked = table.transaction_version(step_app(step)) or 0
        if marked != after:
            findings.append(Finding(after, f"step {step} had read up to here, the table says {marked}"))
    return findings


def _remembered_ends(log: EventLog, expected: tuple[int, bytes] | None) -> Iterator[_End]:
    """Where the log ended according to those who remember it."""
    anchor = read_anchor(log.uri)
    if anchor is not None:
        yield _End(anchor.position, anchor.root, "the note of the last append")
    if expected is not None:
        yield _End(*expected, "the given root")


def _compared(end: _End, roots: dict[int, bytes], head: int) -> list[Finding]:
    if end.position > head:
        return [Finding(head + 1, f"missing up to position {end.position}, which {end.source} knows")]
    if roots.get(end.position) != end.root:
        return [Finding(end.position, f"the root here is not that of {end.source}")]
    return []
