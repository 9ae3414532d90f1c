"""`casebook status`: how far everything is."""

import duckdb
from rich.table import Table

from pipelines.errors import UsageError
from pipelines.load.projection import read_state
from pipelines.normalize import ACCEPT_STEP
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def show_status(settings: Settings) -> None:
    """Print the log's head, the checkpoint of the accepting step and the position of the published file."""
    warehouse = Warehouse(settings.warehouse)
    warehouse.require()
    head = warehouse.log.head()
    published = _published(warehouse)
    table = Table("", "position", "behind", title=str(warehouse.path), title_justify="left")
    table.add_row("log head", str(head), "")
    table.add_row(f"checkpoint of step {ACCEPT_STEP}", str(warehouse.log.checkpoint(ACCEPT_STEP)), "")
    table.add_row(
        "published warehouse", "none yet" if published is None else str(published), str(head - (published or 0))
    )
    console().print(table)
    if (published or 0) < head:
        console().print("The published warehouse is behind the log: run `casebook refresh`.")


def _published(warehouse: Warehouse) -> int | None:
    try:
        state = read_state(warehouse.files.published)
    except duckdb.IOException as error:
        # Readers share the file; only somebody who opened it for writing keeps others out.
        raise UsageError(f"{warehouse.files.published}: {str(error).splitlines()[0]}") from error
    return state.position if state else None
