"""How far everything of a warehouse is, and whether somebody should look at it. Reads only, without Dagster and polars.

Shown by `report.status`, kept for Prometheus by `metrics`.
"""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import UsageError
from pipelines.load.lookup import Lookup
from pipelines.load.projection import State, read_state
from pipelines.load.sqlfiles import read_query
from pipelines.normalize import ACCEPT_STEP
from pipelines.warehouse import Warehouse
from pipelines.writer_lock import is_held

STEPS = (ACCEPT_STEP,)
WHOLE_REFRESH = "refresh"  # the job that reads the landing folder, too
REFRESHES = (WHOLE_REFRESH, "refresh_rest")  # jobs that do everything
# What starts runs by itself, where it is switched on.
STARTERS = ("daily_refresh", "landing_folder", "catch_up", "weekly_comparison")
STALE_AFTER_HOURS = 26.0  # a day, and time for the daily run
Checks = list[tuple[str, str]]  # asset and name of each
PARTS = ("log", "projection", "stage", "dagster", "data_docs")


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest run of a job: its id and job, its state in Dagster's words, when it began and ended (ISO 8601, UTC)."""

    run_id: str
    job: str
    state: str
    began: str | None
    ended: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """How far a step has read the log, and how many captured articles it has yet to read."""

    checkpoint: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Status:
    """What a monitor asks.

    steps             each step that reads the log and writes to it
    published         log position of the published file, None where there is none; `behind` is how many events follow it
    published_version what made the file (SQL, reference data, DuckDB), as a digest
    quarantine_open   rows that wait for a decision
    last_runs         the newest run of each job, newest first; `last_run` is the first of them
    last_success      when a refresh last ended well (ISO 8601, UTC)
    switched_on       which of what starts runs by itself does so
    bytes_used        of the parts of the warehouse; `bytes_free` of its disk
    trouble           what somebody should look at, in words; nothing where all is well
    """

    warehouse: str
    event_log: str
    log_head: int
    steps: dict[str, Step]
    published: int | None
    published_version: str | None
    behind: int | None
    quarantine_open: int | None
    last_run: LastRun | None
    last_runs: tuple[LastRun, ...]
    last_success: str | None
    switched_on: dict[str, bool]
    bytes_used: dict[str, int]
    bytes_free: int
    trouble: tuple[str, ...]


def read_status(warehouse: Warehouse, stale_after_hours: float | None = None) -> Status:
    """The status of a warehouse. Raises NotAWarehouseError where there is none.

    A last success older than `stale_after_hours` is trouble; with 0 none is, with None an older one than STALE_AFTER_HOURS
    where the daily refresh is switched on: who refreshes by hand decides when.
    """
    warehouse.require()
    log = warehouse.log
    head = log.head()
    published = _published(warehouse)
    position = published.position if published else None
    steps = {step: _step(warehouse, log.checkpoint(step)) for step in STEPS}
    runs = last_runs(warehouse)
    success = _last_success(warehouse)
    switched_on = _switched_on(warehouse)
    waiting, trouble = None, []
    try:
        waiting = None if published is None else len(Lookup(warehouse.files.published).open_quarantine())
    except UsageError as error:
        trouble.append(str(error))
    trouble += _trouble(head, position, steps, runs, is_written=is_held(warehouse.lock))
    if stale_after_hours is None and switched_on["daily_refresh"]:
        stale_after_hours = STALE_AFTER_HOURS
    if stale_after_hours and published is not None:
        trouble += _stale(success, stale_after_hours)
    if warehouse.is_read_only:
        trouble.append("the disk is read-only: the next refresh will fail")
    return Status(
        warehouse=str(warehouse.path),
        event_log=log.uri,
        log_head=head,
        steps=steps,
        published=position,
        published_version=published.fingerprint if published else None,
        behind=None if position is None else head - position,
        quarantine_open=waiting,
        last_run=runs[0] if runs else None,
        last_runs=runs,
        last_success=success,
        switched_on=switched_on,
        bytes_used=_bytes_used(warehouse),
        bytes_free=shutil.disk_usage(warehouse.path).free,
        trouble=tuple(trouble),
    )


def last_runs(warehouse: Warehouse) -> tuple[LastRun, ...]:
    """The newest run of each job, the newest first, of Dagster's record. Asked past Dagster, which takes a second to load."""
    rows = _rows_of(_record_of_runs(warehouse), "last_runs")
    return tuple(
        LastRun(run_id, job, state, _instant(began), _instant(ended)) for run_id, job, state, began, ended in rows
    )


def failed_checks(warehouse: Warehouse, run_id: str) -> Checks:
    """The checks that found something in a run, of Dagster's record."""
    record = warehouse.dagster_home / "history" / "runs" / "index.db"
    rows = _rows_of(record, "failed_checks", {"run_id": run_id})
    return [(json.loads(asset)[-1], check) for asset, check in rows]


def _trouble(
    head: int, published: int | None, steps: dict[str, Step], runs: tuple[LastRun, ...], *, is_written: bool
) -> list[str]:
    trouble = []
    if published is None:
        trouble.append("nothing is published yet: run `casebook refresh`")
    elif published < head:
        trouble.append(f"the published warehouse is {head - published} events behind the log: run `casebook refresh`")
    trouble += [
        f"step {name} has {step.waiting} captured articles to read" for name, step in steps.items() if step.waiting
    ]
    for run in runs:
        if run.state == "SUCCESS" and run.job in REFRESHES:
            break  # it did what all others do: what failed before is made good
        if run.state in ("FAILURE", "CANCELED"):
            trouble.append(f"the last run of {run.job} failed or was stopped; the UI says why")
        elif run.state == "STARTED" and not is_written:
            trouble.append(f"the last run, {run.job}, was killed: run it again")
    return trouble


def _stale(success: str | None, after_hours: float) -> list[str]:
    if success is None:
        return ["no refresh is known to have ended well"]
    hours = (datetime.now(UTC) - datetime.fromisoformat(success)).total_seconds() / 3600
    told = f"the last refresh that ended well did so {hours:.0f} hours ago, more than {after_hours:g}"
    return [f"{told} (CASEBOOK_STALE_AFTER_HOURS): does anything still start it?"] if hours > after_hours else []


def _step(warehouse: Warehouse, checkpoint: int) -> Step:
    captures = warehouse.log.scan(["position"], after=checkpoint, types=["article_captured"])
    return Step(checkpoint, sum(batch.num_rows for batch in captures))


def _published(warehouse: Warehouse) -> State | None:
    try:
        return read_state(warehouse.files.published)
    except duckdb.IOException as error:
        # Readers share the file; only somebody who opened it for writing keeps others out.
        raise UsageError(f"{warehouse.files.published}: {str(error).splitlines()[0]}") from error


def _last_success(warehouse: Warehouse) -> str | None:
    [[ended]] = _rows_of(_record_of_runs(warehouse), "last_success") or [[None]]
    return _instant(ended)


def _switched_on(warehouse: Warehouse) -> dict[str, bool]:
    known = dict(_rows_of(warehouse.dagster_home / "schedules" / "schedules.db", "switched_on"))
    return {name: bool(known.get(name)) for name in STARTERS}


def _record_of_runs(warehouse: Warehouse) -> Path:
    return warehouse.dagster_home / "history" / "runs.db"


def _instant(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _rows_of(record: Path, query: str, parameters: Mapping[str, object] | None = None) -> list[Any]:
    """Of a file of Dagster's record; none where that was never begun."""
    if not record.exists():
        return []
    try:
        return _asked(record, query, parameters, "mode=ro")
    except sqlite3.OperationalError:
        # On a read-only disk SQLite cannot note that it reads; then nobody writes either.
        return _asked(record, query, parameters, "immutable=1")


def _asked(record: Path, query: str, parameters: Mapping[str, object] | None, how: str) -> list[Any]:
    with closing(sqlite3.connect(f"{record.as_uri()}?{how}", uri=True)) as connection:
        return list(connection.execute(read_query(query).text, parameters or {}))


def _bytes_used(warehouse: Warehouse) -> dict[str, int]:
    """Of each part. A log that lies elsewhere counts with the files of its present state."""
    used = {part: _bytes(warehouse.path / part) for part in PARTS}
    if warehouse.event_log is not None:
        used["log"] = warehouse.log.size_bytes()
    return used


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
