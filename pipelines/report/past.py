"""`casebook rebuild --as-of TIMESTAMP --to FILE`: a past state as a file of its own."""

import time
from datetime import datetime
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.load.past import batch_as_of, batch_at, build_past
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def run_rebuild_past(settings: Settings, as_of: str | None, at: int | None, to: Path | None) -> None:
    """Build the state at a time or at a position as the new file `to` and say what it holds."""
    if to is None or (as_of is None) == (at is None):
        raise UsageError("a past state needs --to FILE and one of --as-of TIMESTAMP and --at POSITION")
    warehouse = Warehouse.of(settings)
    warehouse.require()
    if to.resolve().is_relative_to(warehouse.path.resolve()):
        raise UsageError(f"{to} lies in the warehouse, where the published file is; a past state goes elsewhere")
    began = time.perf_counter()
    log = warehouse.log
    position = batch_at(log, at) if at is not None else batch_as_of(log, instant(as_of or ""))
    from pipelines.orchestration.reference import reference  # takes a second, which a wrong call need not wait for

    done = build_past(to, log, reference(), position)
    took = time.perf_counter() - began
    console().print(f"Built from {done.events} events up to position {done.position} ({took:.1f} s): {to}")


def instant(text: str) -> datetime:
    """An instant as DuckDB reads it: without an offset, the time of this machine's clock."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{text!r} is no time as ISO 8601 writes it, such as 2026-11-27T08:30:00+08:00") from error
