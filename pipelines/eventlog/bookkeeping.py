"""What the Delta table says of itself, held against what its files hold. Readers skip files by it, so that it must be true.

Part of verification. Knows files and statistics; what events mean to each other is the business of `verify`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.fs import DeltaStorageHandler

from pipelines.eventlog.columns import whole
from pipelines.eventlog.evidence import count_upto, sorted_positions
from pipelines.eventlog.finding import Finding, first_line
from pipelines.eventlog.log import CONFIGURATION, EventLog
from pipelines.eventlog.schema import LOG_SCHEMA

BOUNDED = ("position", "type")  # what readers ask by


def table_findings(table: DeltaTable) -> list[Finding]:
    """Properties and columns that are not those that this program sets."""
    findings = []
    properties = table.metadata().configuration
    for name, value in CONFIGURATION.items():
        if properties.get(name) != value:
            findings.append(Finding(None, f"the table's property {name} is {properties.get(name)!r}, not {value!r}"))
    # A field that was renamed reads as null; where nobody ever filled it, no digest tells.
    strange = set(_columns(pa.schema(table.schema().to_arrow()))) - set(_columns(LOG_SCHEMA))
    if strange:
        findings.append(Finding(None, f"the table has columns that no version had: {', '.join(sorted(strange))}"))
    return findings


def _columns(fields: Iterable[pa.Field], within: str = "") -> Iterator[str]:
    """Each column with its type, members of structs as `column.member`; what a list calls its entries does not matter."""
    for field in fields:
        name, kind = f"{within}{field.name}", field.type
        if pa.types.is_struct(kind):
            yield from _columns(kind.fields, f"{name}.")
        elif pa.types.is_list(kind):
            yield f"{name} (list of {kind.value_type})"
        else:
            yield f"{name} ({kind})"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file as the table tells of it."""

    path: str
    size_bytes: int
    events: int
    first_position: int
    bounds: tuple[tuple[str, object, object], ...]  # column, least and greatest value


def data_files(log: EventLog) -> list[DataFile]:
    """The files that hold the log, in order of position."""
    rows = pa.table(log.opened().get_add_actions(flatten=True)).to_pylist()
    files = [
        DataFile(
            row["path"],
            row["size_bytes"],
            row["num_records"],
            row["min.position"] or 0,
            tuple((name, row[f"min.{name}"], row[f"max.{name}"]) for name in BOUNDED),
        )
        for row in rows
    ]
    return sorted(files, key=lambda file: file.first_position)


def file_findings(log: EventLog) -> list[Finding]:
    """Files that are missing, unreadable or not what the table says of them, each with its first position."""
    store = _store(log)
    return [finding for told in data_files(log) if (finding := _finding(store, told))]


def file_finding(log: EventLog, told: DataFile) -> Finding | None:
    """What is wrong with one file, None where nothing is."""
    return _finding(_store(log), told)


def _store(log: EventLog) -> pa.fs.FileSystem:
    return pa.fs.PyFileSystem(DeltaStorageHandler.from_table(log.opened()._table))


def _finding(store: pa.fs.FileSystem, told: DataFile) -> Finding | None:
    try:
        what = _differs(store, told)
    except Exception as error:  # whatever a decoder makes of damaged bytes
        what = f"cannot be read ({first_line(error)})"
    return Finding(told.first_position, f"file {told.path} {what}") if what else None


def probe_findings(log: EventLog, events: pa.Table) -> list[Finding]:
    """Whether readers get all `events` (position, type, is_erased): they skip by statistics where a full reading does not.

    Asks for everything, for each type and for the stretch of each file, in the way that readers do.
    """
    kept = pc.invert(whole(events.column("is_erased")))
    positions, types = (whole(events.column(name)).filter(kept) for name in ("position", "type"))
    findings = _missed(log, {}, LOG_SCHEMA.names, positions, "asks for all events")
    for code, kind in sorted(enumerate(types.dictionary.to_pylist()), key=lambda entry: entry[1]):
        expected = positions.filter(pc.equal(types.indices, code))
        findings += _missed(log, {"types": [kind]}, ["position"], expected, f"asks for type {kind}")
    for told in data_files(log):
        _, low, high = told.bounds[0]
        first, last = int(str(low)), int(str(high))
        start = count_upto(positions, first - 1)
        inside = positions.slice(start, count_upto(positions, last) - start)
        stretch = {"after": first - 1, "upto": last}
        findings += _missed(log, stretch, ["position"], inside, f"asks for positions {first} to {last}")
    return findings


def _missed(
    log: EventLog, asked: Mapping[str, Any], columns: Sequence[str], expected: pa.Array, words: str
) -> list[Finding]:
    try:
        got = sorted_positions(log.scan(columns, **asked))
    except Exception as error:  # whatever a decoder makes of damaged bytes
        first = expected[0].as_py() if len(expected) else None
        return [Finding(first, f"a reader who {words} fails: {first_line(error)}")]
    different = _first_difference(got, expected)
    return [] if different is None else [Finding(different, f"a reader who {words} is given other events")]


def _first_difference(some: pa.Array, others: pa.Array) -> int | None:
    """The least position that only one of two ascending arrays has, or has more often; None where they are equal."""
    both = min(len(some), len(others))
    row = pc.index(pc.equal(some.slice(0, both), others.slice(0, both)), False).as_py()
    at = both if row < 0 else row
    return min((positions[at].as_py() for positions in (some, others) if at < len(positions)), default=None)


def _differs(store: pa.fs.FileSystem, told: DataFile) -> str | None:
    info = store.get_file_info(told.path)
    if info.type is not pa.fs.FileType.File:
        return "is missing"
    if info.size != told.size_bytes:
        return f"has {info.size} bytes, the table says {told.size_bytes}"
    plain = pa.schema({name: LOG_SCHEMA.field(name).type for name in BOUNDED})  # no views: Arrow compares none
    held = pq.read_table(told.path, columns=list(BOUNDED), filesystem=store).cast(plain)
    if held.num_rows != told.events:
        return f"has {held.num_rows} events, the table says {told.events}"
    held.validate(full=True)
    for name, least, greatest in told.bounds:
        values = held.column(name)
        if values.null_count:
            return f"holds an event without {name}"
        low, high = pc.min_max(values).as_py().values()
        if (least, greatest) != (low, high):
            return f"holds {name} {low} to {high}, the table says {least} to {greatest}"
    return None
