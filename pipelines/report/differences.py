"""A plan, printed: what would be added, removed and changed, cell by cell."""

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.table import Table

from pipelines.load.differences import Difference, rows_by_kind
from pipelines.report.cells import cell
from pipelines.report.terminal import console

MOST_ROWS = 40  # of each kind; the counts stand above them


def show_plan(found: tuple[Difference, ...]) -> None:
    """Print the differences, a table for each kind of row, and how many there are."""
    out = console()
    if not found:
        out.print("Nothing in the tables would change.")
        return
    counts = ", ".join(f"{rows} {of.replace('_', ' ')}" for of, rows in rows_by_kind(found).items())
    out.print(f"Would change: {counts}.")
    for of, differences in groupby(found, key=lambda one: one.of):
        _show(out, of, list(differences))


def _show(out: Console, of: str, found: list[Difference]) -> None:
    table = Table(of.replace("_", " "), "column", "before", "after", title_justify="left")
    shown = None
    for difference in found[:MOST_ROWS]:
        named = "" if difference.key == shown else difference.label
        shown = difference.key
        table.add_row(named, *_cells(difference))
    out.print(table)
    if len(found) > MOST_ROWS:
        out.print(f"… and {len(found) - MOST_ROWS} more")


def _cells(difference: Difference) -> Iterable[str]:
    if difference.change != "changed":
        return (difference.change, "", "")
    return (difference.column or "", cell(difference.before), cell(difference.after))
