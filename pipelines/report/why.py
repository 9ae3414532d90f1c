"""`casebook why`: what a cell says, and all that stands behind it, down to the words in the article."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from pipelines.errors import UsageError
from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import captures_at
from pipelines.load.past import batch_as_of, batch_at
from pipelines.load.publish import published_or_error
from pipelines.load.reasons import Reasons, reasons
from pipelines.report.cells import cell
from pipelines.report.past import instant
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

CONTEXT_CHARS = 30  # shown of the article on either side of the quote


def run_why(settings: Settings, table: str, key: str, column: str | None, as_of: str | None, at: int | None) -> None:
    """Print why a row, or one cell of it, is as it is; now, at a time or at a position."""
    if as_of is not None and at is not None:
        raise UsageError("give one of --as-of and --at")
    warehouse = Warehouse.of(settings)
    warehouse.require()
    log = warehouse.log
    path = published_or_error(warehouse.files)
    position = (
        batch_as_of(log, instant(as_of)) if as_of is not None else batch_at(log, log.head() if at is None else at)
    )
    found = reasons(path, table, key, column, position)
    out = console()
    _show_cell(out, found, position)
    texts = _texts(log, [row["captured_position"] for row in found.reports])
    for row in found.reports:
        _show_report(out, row, texts)
    for correction in found.corrections:
        _show_correction(out, correction)


def _show_cell(out: Console, found: Reasons, position: int) -> None:
    out.print(f"{found.table} {found.key}, as believed at position {position}")
    shown = {found.column: found.cells.get(found.column)} if found.column else found.cells
    for name, value in shown.items():
        out.print(f"  {name} = {cell(value)}")


def _show_report(out: Console, row: Mapping[str, Any], texts: Mapping[int, str]) -> None:
    out.print()
    named = f"{row['column_name']}: " if row["column_name"] else ""
    out.print(f"{named}{cell(row['says'])}  {_rank(row)}")
    told_by = (row["article_title"] or row["article"], row["publisher"], row["published_on"])
    out.print("  " + ", ".join(str(part) for part in told_by if part is not None))
    out.print(Text("  ").append(_in_context(row, texts.get(row["captured_position"]))))
    out.print(f"  report {row['report_id']}, rule {row['rule']}")
    out.print(f"  article {row['article']}, characters {row['span_start']}–{row['span_end']}")
    out.print(
        f"  captured at {row['captured_position']}, read at {row['coded_position']} by {row['coder']} "
        f"{row['coder_version']}, reported at {row['position']}, let in by validation at {row['validated_position']}"
    )
    if row["link_position"] is not None:
        score = "" if row["link_score"] is None else f", score {cell(str(row['link_score']))}"
        out.print(
            f"  to its case at {row['link_position']}: {row['link_decision']}{score}; {'; '.join(row['link_reasons'])}"
        )
    if row["corrections"]:
        out.print(f"  corrected at {', '.join(str(position) for position in row['corrections'])}")


def _rank(row: Mapping[str, Any]) -> str:
    """Whether the cell rests on the report, and for a measure why on this one."""
    if not row["is_shown"]:
        return "(passed over)"
    because = row["shown_because"]
    return f"← shown: {because.replace('_', ' ')}" if because else "← shown"


def _show_correction(out: Console, row: Mapping[str, Any]) -> None:
    changes = ", ".join(f"{name} = {cell(value)}" for name, value in row["changed"].items())
    if row["other_case_id"]:
        changes = f"with {row['other_case_id']}"
    out.print()
    out.print(f"correction at {row['position']}: {row['type'].replace('_', ' ')}{': ' if changes else ''}{changes}")
    out.print(f"  {row['reason']} ({row['actor'].removeprefix('person:')}, {row['recorded_at']:%Y-%m-%d %H:%M %Z})")


def _texts(log: EventLog, positions: Sequence[int]) -> dict[int, str]:
    """The captured texts by position; those that were erased are missing."""
    return {one.position: one.capture.text for one in captures_at(log, sorted(set(positions)))}


def _in_context(row: Mapping[str, Any], text: str | None) -> Text:
    if text is None:
        return Text(row["quote"], style="bold")
    start, end = row["span_start"], row["span_end"]
    before = text[max(0, start - CONTEXT_CHARS) : start].replace("\n", " ")
    after = text[end : end + CONTEXT_CHARS].replace("\n", " ")
    return Text(f"…{before}").append(f"«{text[start:end]}»", style="bold").append(f"{after}…")
