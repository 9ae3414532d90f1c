"""Whether the log is what was written: every event against its digest, every batch against the chain, positions without a gap.

Reads everything and changes nothing. What the table's own bookkeeping says (file sizes, counts, least and greatest
values, step marks) is compared with the events too, because readers skip files by it. Names findings by position.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from pipelines.errors import CasebookError
from pipelines.eventlog.anchor import read_anchor
from pipelines.eventlog.bookkeeping import file_findings, probe_findings, table_findings
from pipelines.eventlog.columns import whole
from pipelines.eventlog.digest import GENESIS_ROOT, batch_root, erasure_root
from pipelines.eventlog.evidence import Evidence, count_upto, evidence
from pipelines.eventlog.finding import Finding, first_line
from pipelines.eventlog.log import LOG_APP, EventLog, step_app

TOLD = 1_000  # findings of one kind that are told one by one; more would fill the memory and help nobody
STEPS_TOLD_SINCE = 2  # the schema version whose batch records name the step that moved its mark

Emptied = tuple[int, bytes, bytes]  # position, digest, digest of what is left


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. `events` were read, `head` and `root` are those of the last whole batch."""

    events: int
    head: int
    root: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _End:
    """Where the log ended once, its root there, and who says so."""

    position: int
    root: bytes
    source: str


def verify(
    log: EventLog, *, deep: bool = False, expected: tuple[int, bytes] | None = None, steps: Collection[str] = ()
) -> Verified:
    """Check the whole log. `deep` also asks it what readers ask; `expected` is a (position, root) noted elsewhere.

    `steps` are those that there may be: of one that no batch tells of, the table must hold no mark either.
    Never raises for damage, that is what findings are; but a decoder may panic or end the process: `apart.Verifier` is for
    who cannot have that.
    """
    try:
        return _verified(log, deep, expected, steps)
    except CasebookError as error:
        what = str(error)
    except Exception as error:  # whatever a decoder makes of damaged bytes
        what = f"the log cannot be read: {first_line(error)}"
    return Verified(0, 0, GENESIS_ROOT, (Finding(None, what),))


def _verified(log: EventLog, deep: bool, expected: tuple[int, bytes] | None, steps: Collection[str]) -> Verified:
    table = log.opened()
    held = evidence(table)
    bad, findings = _broken(held)
    roots, misfits = _chain(held, bad)
    findings += [*held.findings, *misfits, *_erasures(held), *_marks(table, held)]
    findings += [*table_findings(table), *file_findings(log)]
    head = max(roots)
    for end in _remembered_ends(log, expected):
        findings += _compared(end, roots, head)
    if not findings:  # what can be read of a damaged log proves nothing more
        findings += _unheard_of(log, held, steps)
    if deep and not findings:
        findings += probe_findings(log, held.events)
    ordered = sorted(set(findings), key=lambda found: (found.position is None, found.position or 0, found.what))
    return Verified(held.events.num_rows, head, roots[head], tuple(ordered))


def _broken(held: Evidence) -> tuple[pa.Array, list[Finding]]:
    """Where events are not what was written or not in sequence: every such position, ascending, and what to tell of it."""
    unsound = held.positions.filter(pc.invert(whole(held.events.column("is_sound"))))
    doubled, missing, upto = _out_of_sequence(held.positions)
    ends = _ends(held)
    findings = [
        *_told(unsound, lambda _: "the event is not what was written: its digest differs"),
        *_told(doubled, lambda _: "two events have this position"),
        *_told(missing, lambda row: f"missing up to position {upto[row]}"),
        *ends,
    ]
    bad = pa.concat_arrays([unsound, doubled, missing, pa.array([end.position for end in ends], pa.int64())])
    return bad.take(pc.sort_indices(bad)), findings


def _out_of_sequence(positions: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Positions that two events have; first and last position of each gap between two events."""
    before, after = positions.slice(0, max(len(positions) - 1, 0)), positions.slice(1)
    following = pc.add(before, 1)
    is_double = pc.equal(before, after)
    is_gap = pc.and_not(pc.not_equal(after, following), is_double)
    return after.filter(is_double), following.filter(is_gap), pc.subtract(after.filter(is_gap), 1)


def _ends(held: Evidence) -> list[Finding]:
    found = []
    positions = held.positions
    if len(positions) and positions[0].as_py() != 1:
        found.append(Finding(1, f"missing: the first event is at {positions[0]}"))
    if len(positions) and held.events.column("type")[-1].as_py() != "batch_closed":
        found.append(Finding(positions[-1].as_py(), "the last event does not close a batch"))
    return found


def _told(positions: pa.Array, words: Callable[[int], str]) -> Iterator[Finding]:
    """A finding for each of the first positions, and one for how many follow; `words` gets the row of a position."""
    for row, position in enumerate(positions.slice(0, TOLD).to_pylist()):
        yield Finding(position, words(row))
    if len(positions) > TOLD:
        yield Finding(positions[TOLD].as_py(), f"{words(TOLD)}; with this, {len(positions) - TOLD} more of the kind")


def _chain(held: Evidence, bad: pa.Array) -> tuple[dict[int, bytes], list[Finding]]:
    """The root at the end of each batch as the log tells it, and where a batch does not fit the chain.

    Batches that hold one of the `bad` positions cannot fit, and are not told of again.
    """
    roots = {0: GENESIS_ROOT}
    findings: list[Finding] = []
    end, root, first_row = 0, GENESIS_ROOT, 0
    rows = pc.indices_nonzero(whole(held.events.column("closes"))).to_pylist()
    for row, told in zip(rows, held.closings, strict=True):
        computed = batch_root(root, (held.digests(first_row, row),))  # one piece of many digests
        claimed = told.first_position, told.last_position, told.events
        if count_upto(bad, told.position) > count_upto(bad, end):
            pass
        elif claimed != (end + 1, told.position - 1, row - first_row):
            findings.append(Finding(end + 1, f"the batch closed at {told.position} has other events than it says"))
        elif told.previous_root != root or told.root != computed:
            findings.append(Finding(end + 1, f"the batch closed at {told.position} does not continue the chain"))
        end, root, first_row = told.position, computed if told.root is None else told.root, row + 1
        roots[end] = root
    return roots, findings


def _erasures(held: Evidence) -> list[Finding]:
    """Events without payload must be those that an article_erased event answers for, no more and no fewer."""
    erased = dict(_emptied(held.erased))
    answered = {erasure.position: erasure for erasure in held.erasures}
    findings = []
    for position in sorted({*erased, *answered}):
        gone, told = erased.get(position, []), answered.get(position)
        if told is None:
            findings.append(Finding(gone[0][0], f"emptied in the name of {position}, which is no erasure"))
        elif told.root != erasure_root(gone) or told.events != len(gone):
            first = gone[0][0] if gone else position
            findings.append(Finding(first, f"what the erasure at {position} left behind is not what it says"))
    return findings


def _emptied(erased: pa.Table) -> Iterator[tuple[int, list[Emptied]]]:
    """The emptied events of each erasure, in order of position."""
    columns = ("erased_at", "position", "digest", "left")
    ordered = erased.select(columns).sort_by([("erased_at", "ascending"), ("position", "ascending")])
    rows = zip(*(column.to_pylist() for column in ordered.columns), strict=True)
    for erased_at, group in groupby(rows, key=lambda row: row[0]):
        yield erased_at, [(position, digest, left) for _, position, digest, left in group]


def _marks(table: DeltaTable, held: Evidence) -> list[Finding]:
    last = held.positions[-1].as_py() if len(held.positions) else 0
    told = {closing.step: closing.step_after or 0 for closing in held.closings if closing.step}
    findings = []
    if (table.transaction_version(LOG_APP) or 0) != last:
        findings.append(Finding(last, f"the table says that the log ends at {table.transaction_version(LOG_APP) or 0}"))
    for step, after in told.items():
        marked = table.transaction_version(step_app(step)) or 0
        if marked != after:
            findings.append(Finding(after, f"step {step} had read up to here, the table says {marked}"))
    return findings


def _unheard_of(log: EventLog, held: Evidence, steps: Collection[str]) -> list[Finding]:
    """Marks of steps of which no batch tells. Batches of version 1 told of no step: a log that began so proves nothing."""
    first = log.scan(["schema_version"], upto=1, with_erased=True).read_all().column("schema_version").to_pylist()
    if first and first[0] < STEPS_TOLD_SINCE:
        return []
    unheard = set(steps) - {closing.step for closing in held.closings}
    marked = {step: log.checkpoint(step) for step in sorted(unheard)}
    return [
        Finding(1, f"step {step} had read nothing, the table says up to {position}")
        for step, position in marked.items()
        if position
    ]


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
