"""`casebook status`: how far everything is, and whether somebody should look at it."""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from rich.table import Table

from pipelines.errors import UsageError
from pipelines.load.lookup import Lookup
from pipelines.load.projection import read_state
from pipelines.load.sqlfiles import read_query
from pipelines.normalize import ACCEPT_STEP
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

STEPS = (ACCEPT_STEP,)


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run that began last: its job, its state in Dagster's words, when it began (ISO 8601, UTC)."""

    job: str
    state: str
    began: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """What a monitor asks.

    unaccepted        captured articles that the accepting step has not read, by step
    published         log position of the published file, None where there is none
    quarantine_open   rows that wait for a decision
    bytes_used        of the parts of the warehouse
    trouble           what somebody should look at, in words; nothing where all is well
    """

    warehouse: str
    log_head: int
    unaccepted: dict[str, int]
    published: int | None
    quarantine_open: int | None
    last_run: LastRun | None
    bytes_used: dict[str, int]
    trouble: tuple[str, ...]


def show_status(settings: Settings, *, as_json: bool) -> bool:
    """Print the status; whether all is well."""
    status = read_status(Warehouse(settings.warehouse))
    if as_json:
        print(json.dumps(asdict(status), ensure_ascii=False))
    else:
        _print(status)
    return not status.trouble


def read_status(warehouse: Warehouse) -> Status:
    """The status of a warehouse. Raises NotAWarehouseError where there is none."""
    warehouse.require()
    log = warehouse.log
    head = log.head()
    published = _published(warehouse)
    unaccepted = {step: _captured_after(warehouse, log.checkpoint(step)) for step in STEPS}
    last = _last_run(warehouse)
    trouble = []
    if published is None:
        trouble.append("nothing is published yet: run `casebook refresh`")
    elif published < head:
        trouble.append(f"the published warehouse is {head - published} events behind the log: run `casebook refresh`")
    waiting = None
    try:
        waiting = None if published is None else len(Lookup(warehouse.files.published).open_quarantine())
    except UsageError as error:
        trouble.append(str(error))
    trouble += [f"step {step} has {left} captured articles to read" for step, left in unaccepted.items() if left]
    if last is not None and last.state == "FAILURE":
        trouble.append(f"the last run, {last.job}, failed; the UI says why")
    return Status(
        warehouse=str(warehouse.path),
        log_head=head,
        unaccepted=unaccepted,
        published=published,
        quarantine_open=waiting,
        last_run=last,
        bytes_used={part: _bytes(warehouse.path / part) for part in ("log", "projection", "dagster")},
        trouble=tuple(trouble),
    )


def _print(status: Status) -> None:
    table = Table("", "", title=status.warehouse, title_justify="left", show_header=False)
    table.add_row("log head", str(status.log_head))
    table.add_row("published warehouse", "none yet" if status.published is None else f"at position {status.published}")
    for step, left in status.unaccepted.items():
        table.add_row(f"captured, not read by step {step}", str(left))
    if status.quarantine_open is not None:
        table.add_row("open in quarantine", str(status.quarantine_open))
    if status.last_run:
        table.add_row("last run", f"{status.last_run.job}, {status.last_run.state.lower()}, {status.last_run.began}")
    for part, used in status.bytes_used.items():
        table.add_row(f"{part} on disk", f"{used / 1e6:.1f} MB")
    console().print(table)
    for line in status.trouble or ("All is well.",):
        console().print(line[0].upper() + line[1:])


def _published(warehouse: Warehouse) -> int | None:
    try:
        state = read_state(warehouse.files.published)
    except duckdb.IOException as error:
        # Readers share the file; only somebody who opened it for writing keeps others out.
        raise UsageError(f"{warehouse.files.published}: {str(error).splitlines()[0]}") from error
    return state.position if state else None


def _captured_after(warehouse: Warehouse, position: int) -> int:
    captures = warehouse.log.scan(["position"], after=position, types=["article_captured"])
    return sum(batch.num_rows for batch in captures)


def _last_run(warehouse: Warehouse) -> LastRun | None:
    """What Dagster's record says; None where there is none yet. Asked past Dagster, which takes a second to load."""
    record = warehouse.dagster_home / "history" / "runs.db"
    if not record.exists():
        return None
    try:
        rows = _rows_of(record, "mode=ro")
    except sqlite3.OperationalError:
        # On a read-only disk SQLite cannot note that it reads; then nobody writes either.
        rows = _rows_of(record, "immutable=1")
    if not rows:
        return None
    [(job, state, began)] = rows
    when = None if began is None else datetime.fromtimestamp(began, UTC).isoformat(timespec="seconds")
    return LastRun(job, state, when)


def _rows_of(record: Path, how: str) -> list[tuple[str, str, float | None]]:
    with closing(sqlite3.connect(f"{record.as_uri()}?{how}", uri=True)) as connection:
        found: list[tuple[str, str, float | None]] = connection.execute(read_query("last_run").text).fetchall()
    return found


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
