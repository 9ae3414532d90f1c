"""What the Delta table says of itself, held against what its files hold. Readers skip files by it, so that it must be true.

Part of verification. Knows files and statistics; what events mean to each other is the business of `verify`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.fs import DeltaStorageHandler

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
    strange = {field.name for field in table.schema().fields} - set(LOG_SCHEMA.names)
    if strange:
        findings.append(Finding(None, f"the table has columns that no version had: {', '.join(sorted(strange))}"))
    return findings


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


def probe_findings(log: EventLog, events: Sequence[tuple[int, str]]) -> list[Finding]:
    """Whether readers who ask for a stretch or a type get all of it: they skip by statistics, a full reading does not."""
    findings = []
    table = log.opened()
    for kind in sorted({kind for _, kind in events}):
        expected = [position for position, other in events if other == kind]
        findings += _missed(table, f"type = '{kind}'", expected, f"asked for type {kind}")
    positions = [position for position, _ in events]
    for told in data_files(log):
        _, low, high = told.bounds[0]
        inside = [position for position in positions if int(str(low)) <= position <= int(str(high))]
        asked = f"asked for positions {low} to {high}"
        findings += _missed(table, f"position >= {low} and position <= {high}", inside, asked)
    return findings


def _missed(table: DeltaTable, predicate: str, expected: Sequence[int], asked: str) -> list[Finding]:
    try:
        got = pa.table(table.scan(columns=["position"], predicate=predicate)).column("position").to_pylist()
    except Exception as error:  # whatever a decoder makes of damaged bytes
        return [Finding(expected[0], f"a reader who {asked} fails: {first_line(error)}")]
    different = sorted(set(got) ^ set(expected))
    return [Finding(different[0], f"a reader who {asked} is given other events")] if different else []


def _differs(store: pa.fs.FileSystem, told: DataFile) -> str | None:
    info = store.get_file_info(told.path)
    if info.type is not pa.fs.FileType.File:
        return "is missing"
    if info.size != told.size_bytes:
        return f"has {info.size} bytes, the table says {told.size_bytes}"
    held = pq.read_table(told.path, columns=list(BOUNDED), filesystem=store)
    if held.num_rows != told.events:
        return f"has {held.num_rows} events, the table says {told.events}"
    for name, least, greatest in told.bounds:
        values = held.column(name).to_pylist()
        if (least, greatest) != (min(values), max(values)):
            return f"holds {name} {min(values)} to {max(values)}, the table says {least} to {greatest}"
    return None
