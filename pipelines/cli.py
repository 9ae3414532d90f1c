"""The command `casebook`. Parses, calls, prints; nothing is decided here.

Exit codes: 0 done, 1 a check failed, 2 wrong use (one line on stderr, never a traceback). Heavy packages (Dagster, Great
Expectations, polars) are imported by the commands that need them, so that looking things up stays fast.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from pipelines.errors import CasebookError, UsageError
from pipelines.settings import Settings

app = typer.Typer(
    help="Casebook: crackdowns on telecom fraud, from articles to a warehouse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

WarehouseOption = Annotated[
    Path | None, typer.Option("--warehouse", help="Warehouse folder [env CASEBOOK_WAREHOUSE].", show_default=False)
]
RawOption = Annotated[
    Path | None, typer.Option("--raw", help="Folder with the articles [env CASEBOOK_RAW].", show_default=False)
]


@app.command()
def refresh(raw: RawOption = None, warehouse: WarehouseOption = None) -> None:
    """Ingest what is new, normalize, validate, load, publish: the same job that the Dagster UI runs."""
    from pipelines.report.refresh import run_refresh

    settings = _settings(raw, warehouse)
    if not settings.raw.is_dir():
        raise UsageError(f"{settings.raw}: there is no such folder to read articles from")
    run_refresh(settings)


@app.command()
def rebuild(warehouse: WarehouseOption = None) -> None:
    """Build the star schema anew from position 1 of the log, then swap it in."""
    from pipelines.report.refresh import run_rebuild

    run_rebuild(_settings(None, warehouse))


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement.")],
    warehouse: WarehouseOption = None,
    output: Annotated[str, typer.Option("--output", "-o", help="table, csv or json")] = "table",
) -> None:
    """Run SQL on the published warehouse, reading only."""
    from pipelines.report.query import run_query

    run_query(_settings(None, warehouse), sql, output)


@app.command()
def events(
    warehouse: WarehouseOption = None,
    type_: Annotated[list[str] | None, typer.Option("--type", "-t", help="Only this type; may be repeated.")] = None,
    stream: Annotated[str | None, typer.Option(help="Only this stream, or those that begin with it and a *.")] = None,
    after: Annotated[int, typer.Option(help="Only positions above this one.")] = 0,
    limit: Annotated[int, typer.Option(help="At most this many, 0 for all.", min=0)] = 50,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with payloads.")] = False,
) -> None:
    """Show the event log."""
    from pipelines.report.events import show_events

    show_events(_settings(None, warehouse), types=type_ or [], stream=stream, after=after, limit=limit, json=json)


@app.command()
def status(warehouse: WarehouseOption = None) -> None:
    """Show how far the log, each step and the published warehouse are."""
    from pipelines.report.status import show_status

    show_status(_settings(None, warehouse))


@app.command()
def ui(
    raw: RawOption = None,
    warehouse: WarehouseOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 3000,
) -> None:
    """Serve the Dagster UI, with the daemon that runs the schedule and the sensor."""
    from pipelines.orchestration.serve import serve_ui

    serve_ui(_settings(raw, warehouse), port)


def _settings(raw: Path | None, warehouse: Path | None) -> Settings:
    given = {"raw": raw, "warehouse": warehouse}
    try:
        return Settings.model_validate({name: path for name, path in given.items() if path is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "CASEBOOK_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(f"setting {name}: {first['msg']} (got {first['input']!r})") from error


def main() -> None:
    """Entry point: errors that the user can mend become one line."""
    try:
        app()
    except CasebookError as error:
        print(f"casebook: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
