"""A plan, printed: what would be added, removed and changed, counted by metric or role, then cell by cell."""

from collections import Counter
from itertools import groupby

from rich.console import Console
from rich.table import Table

from pipelines.load.differences import Difference, summary
from pipelines.report.cells import cell
from pipelines.report.terminal import console

MOST_ROWS = 40  # of each kind before a question; a plan that was asked for shows all


def show_plan(found: tuple[Difference, ...], *, whole: bool) -> None:
    """Print how many rows differ, then the differences, a table for each kind of row; all of them if `whole`."""
    out = console()
    if not found:
        out.print("Nothing in the tables would change.")
        return
    out.print("Would change:")
    for of, counts in summary(found).items():
        out.print(f"  {of.replace('_', ' ')}: {_counted(counts)}")
    for of, differences in groupby(found, key=lambda one: one.of):
        _show(out, of, list(differences), whole=whole)


def _counted(counts: Counter[tuple[str, str]]) -> str:
    """3 removed (2 suspects_arrested, 1 victims), 1 changed."""
    parts = []
    for change in ("removed", "added", "changed"):
        by_topic = {topic: rows for (kind, topic), rows in counts.items() if kind == change}
        if by_topic:
            topics = ", ".join(f"{rows} {topic}" for topic, rows in sorted(by_topic.items()) if topic)
            parts.append(f"{sum(by_topic.values())} {change}" + (f" ({topics})" if topics else ""))
    return ", ".join(parts)


def _show(out: Console, of: str, found: list[Difference], *, whole: bool) -> None:
    table = Table(of.replace("_", " "), "column", "before", "after", title_justify="left")
    lines = [line for _, cells in groupby(found, key=lambda one: (one.key, one.change)) for line in _lines(list(cells))]
    for line in lines if whole else lines[:MOST_ROWS]:
        table.add_row(*line)
    out.print(table)
    if not whole and len(lines) > MOST_ROWS:
        out.print(f"… and {len(lines) - MOST_ROWS} more; --plan shows all")


def _lines(cells: list[Difference]) -> list[tuple[str, str, str, str]]:
    """Of a changed row a line a cell; of one that comes or goes a line with all that it holds."""
    row = cells[0]
    if row.change == "removed":
        return [(row.label, row.change, ", ".join(f"{one.column} {cell(one.before)}" for one in cells), "")]
    if row.change == "added":
        return [(row.label, row.change, "", ", ".join(f"{one.column} {cell(one.after)}" for one in cells))]
    names = [row.label, *[""] * (len(cells) - 1)]
    return [(name, one.column, cell(one.before), cell(one.after)) for name, one in zip(names, cells, strict=True)]
