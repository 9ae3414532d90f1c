"""`casebook status`: how far everything is."""

from rich.table import Table

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
    state = read_state(warehouse.files.published)
    published = state.position if state else 0
    table = Table("", "position", "behind", title=str(warehouse.path), title_justify="left")
    table.add_row("log head", str(head), "")
    table.add_row(f"checkpoint of step {ACCEPT_STEP}", str(warehouse.log.checkpoint(ACCEPT_STEP)), "")
    table.add_row("published warehouse", str(published) if state else "none yet", str(head - published))
    console().print(table)
    if published < head:
        console().print("The published warehouse is behind the log: run `casebook refresh`.")
