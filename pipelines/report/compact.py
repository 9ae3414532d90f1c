"""`casebook compact`: many small files of the log into few."""

from datetime import timedelta

from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def run_compact(settings: Settings, keep_hours: int, *, take_over: bool) -> None:
    """Compact and say what came of it. Readers and a refresh may go on meanwhile."""
    warehouse = Warehouse.of(settings)
    warehouse.require()
    done = warehouse.log.compact(timedelta(hours=keep_hours), take_over=take_over)
    console().print(
        f"The log lay in {done.files_before} files and lies in {done.files_after} now; "
        f"{done.deleted} files of older states deleted."
    )
