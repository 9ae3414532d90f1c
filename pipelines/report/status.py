"""`casebook status`: how far everything is, and whether somebody should look at it."""

import json
from dataclasses import asdict

from rich.table import Table

from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.status import Status, read_status
from pipelines.warehouse import Warehouse


def show_status(settings: Settings, *, as_json: bool) -> bool:
    """Print the status; whether all is well."""
    status = read_status(Warehouse.of(settings), settings.stale_after_hours)
    if as_json:
        print(json.dumps(asdict(status), ensure_ascii=False))
    else:
        _print(status)
    return not status.trouble


def _print(status: Status) -> None:
    table = Table("", "", title=status.warehouse, title_justify="left", show_header=False)
    table.add_row("log head", str(status.log_head))
    for name, step in status.steps.items():
        table.add_row(f"step {name}", f"read to {step.checkpoint}, {step.waiting} captured articles to read")
    if status.published is None:
        table.add_row("published warehouse", "none yet")
    else:
        version = (status.published_version or "")[:12]
        table.add_row(
            "published warehouse", f"at position {status.published}, {status.behind} behind, made by {version}"
        )
    if status.quarantine_open is not None:
        table.add_row("open in quarantine", str(status.quarantine_open))
    if status.last_run:
        table.add_row("last run", f"{status.last_run.job}, {status.last_run.state.lower()}, {status.last_run.began}")
    table.add_row("last success", status.last_success or "none yet")
    on = [name for name, is_on in status.switched_on.items() if is_on]
    table.add_row("switched on", ", ".join(on) or "nothing: runs start by hand, or by other programs")
    for part, used in status.bytes_used.items():
        table.add_row(f"{part} on disk", f"{used / 1e6:.1f} MB")
    table.add_row("free on disk", f"{status.bytes_free / 1e9:.1f} GB")
    console().print(table)
    for line in status.trouble or (_well(status.quarantine_open or 0),):
        console().print(line[0].upper() + line[1:])


def _well(waiting: int) -> str:
    if not waiting:
        return "All is well."
    return (
        f"All is well; {waiting} row{'s wait' if waiting > 1 else ' waits'} for a decision: `casebook quarantine list`."
    )
