"""The command `casebook`. Parses, calls, prints; nothing is decided here.

Exit codes: 0 done, 1 a check failed, 2 wrong use (one line on stderr, never a traceback), 130 interrupted (Ctrl-C, SIGTERM).
Heavy packages (Dagster, Great Expectations, polars) are imported by the commands that need them, so that looking things up
stays fast.
"""

import atexit
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import Abort, TyperException

from pipelines.cli_corrections import register
from pipelines.cli_options import (
    LogFileOption,
    LogFormatOption,
    LogLevelOption,
    RawOption,
    WaitOption,
    WarehouseOption,
    given_options,
    remember_options,
    settings_of,
)
from pipelines.cli_quarantine import app as quarantine
from pipelines.disk_trouble import disk_trouble
from pipelines.errors import CasebookError, UsageError
from pipelines.logs import logs_are_json, tell_failure
from pipelines.memory import keep_little, look_rarely
from pipelines.settings import Settings

_DEFECT = 1
_INTERRUPTED = 130  # what a shell expects of a program that SIGINT ended; SIGTERM is told the same way

app = typer.Typer(
    help="Casebook: crackdowns on telecom fraud, from articles to a warehouse.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

register(app)
app.add_typer(quarantine, name="quarantine")


@app.callback()
def casebook(
    log_format: LogFormatOption = None,
    log_level: LogLevelOption = None,
    log_file: LogFileOption = None,
) -> None:
    """Casebook: crackdowns on telecom fraud, from articles to a warehouse."""
    remember_options(log_format=log_format, log_level=log_level, log_file=log_file)


@app.command()
def refresh(
    raw: RawOption = None,
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Run everything, also where nothing has changed since the last refresh.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The summary as one JSON object, for monitors.")] = False,
) -> None:
    """Ingest what is new, normalize, validate, load, publish: the same job that the Dagster UI runs.

    Where nothing that matters has changed since a refresh within the last half hour, it says so and runs nothing.
    """
    from pipelines.report.refresh import run_refresh

    settings = settings_of(raw, warehouse, wait)
    _require_landing(settings)
    run_refresh(settings, full=full, as_json=json)


@app.command()
def rebuild(
    warehouse: WarehouseOption = None,
    wait: WaitOption = None,
    as_of: Annotated[str | None, typer.Option(help="With --to: the state at this time (ISO 8601).")] = None,
    at: Annotated[int | None, typer.Option(help="With --to: the state at this position of the log.")] = None,
    to: Annotated[Path | None, typer.Option(help="Build a past state here and leave what is published alone.")] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Only show what a rebuild by this program would change.")
    ] = False,
) -> None:
    """Build the star schema anew from position 1 of the log, then swap it in; or build a past state as a file of its own."""
    settings = settings_of(None, warehouse, wait)
    if plan:
        if (as_of, at, to) != (None, None, None):
            raise UsageError("--plan compares with what is published; --as-of, --at and --to build a past state")
        from pipelines.report.agreement import run_rebuild_plan

        run_rebuild_plan(settings)
    elif as_of is None and at is None and to is None:
        from pipelines.report.refresh import run_rebuild

        run_rebuild(settings)
    else:
        from pipelines.report.past import run_rebuild_past

        run_rebuild_past(settings, as_of, at, to)


@app.command()
def query(
    sql: Annotated[str | None, typer.Argument(help="SQL; of several statements the last one's rows.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", help="A file with SQL, run after what is given as SQL.", show_default=False),
    ] = None,
    warehouse: WarehouseOption = None,
    output: Annotated[str, typer.Option("--output", "-o", help="table, csv or json")] = "table",
) -> None:
    """Run SQL on the published warehouse, reading only."""
    from pipelines.report.query import run_query, sql_of

    run_query(settings_of(None, warehouse), sql_of(sql, file), output)


@app.command()
def why(
    table: Annotated[
        str, typer.Argument(help="fact_figure, fact_case, bridge_case_region, dim_campaign, …; or a view on them.")
    ],
    key: Annotated[str, typer.Argument(help="The row's key, or its beginning.")],
    column: Annotated[str | None, typer.Argument(help="One of its columns.")] = None,
    as_of: Annotated[str | None, typer.Option(help="As it was believed at this time (ISO 8601).")] = None,
    at: Annotated[int | None, typer.Option(help="As it was believed at this position of the log.")] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Say why a cell says what it says: reports, quotes, rules, links, corrections."""
    from pipelines.report.why import run_why

    run_why(settings_of(None, warehouse), table, key, column, as_of, at)


@app.command()
def events(
    warehouse: WarehouseOption = None,
    type_: Annotated[list[str] | None, typer.Option("--type", "-t", help="Only this type; may be repeated.")] = None,
    stream: Annotated[str | None, typer.Option(help="Only this stream, or those that begin with it and a *.")] = None,
    after: Annotated[int, typer.Option(help="Only positions above this one.", min=0)] = 0,
    upto: Annotated[int | None, typer.Option(help="Only positions up to this one.", min=0)] = None,
    limit: Annotated[int, typer.Option(help="At most this many, 0 for all.", min=0)] = 50,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with payloads.")] = False,
) -> None:
    """Show the event log."""
    from pipelines.report.events import Wanted, show_events

    wanted = Wanted(tuple(type_ or ()), stream, after, upto, limit)
    show_events(settings_of(None, warehouse), wanted, json=json)


@app.command()
def config(
    raw: RawOption = None,
    warehouse: WarehouseOption = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Show every setting, its value and where that comes from."""
    from pipelines.report.configuration import show_configuration

    show_configuration(settings_of(raw, warehouse), given_options(raw, warehouse), as_json=json)


@app.command()
def status(
    warehouse: WarehouseOption = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object, for monitors.")] = False,
) -> None:
    """Show how far the log, its readers and the published warehouse are. Exit code 1 where somebody should look."""
    from pipelines.report.status import show_status

    if not show_status(settings_of(None, warehouse), as_json=json):
        raise typer.Exit(1)


@app.command()
def verify(
    warehouse: WarehouseOption = None,
    deep: Annotated[bool, typer.Option("--deep", help="Ask the log all that readers ask; read more.")] = False,
    expect: Annotated[
        str | None, typer.Option(help="POSITION:ROOT that was noted elsewhere; the log must agree.", show_default=False)
    ] = None,
) -> None:
    """Recompute every digest of the log and check that it is gapless, unaltered and what the warehouses were made from."""
    from pipelines.report.verify import run_verify

    run_verify(settings_of(None, warehouse), deep=deep, expect=expect)


@app.command()
def compact(
    warehouse: WarehouseOption = None,
    keep_hours: Annotated[
        int, typer.Option(help="Keep replaced files so long for those who still read them.", min=0)
    ] = 1,
    take_over: Annotated[
        bool,
        typer.Option("--take-over", help="Keep a log in an object store from now on, instead of another warehouse."),
    ] = False,
) -> None:
    """Unite the log's small files; the log does it by itself after every fifty commits."""
    from pipelines.report.compact import run_compact

    run_compact(settings_of(None, warehouse), keep_hours, take_over=take_over)


@app.command()
def erase(
    article: Annotated[str, typer.Option(help="The article's name, as in the view articles.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept for good, so name no person.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Take an article's content out of the log, the tables and the history of runs, for good."""
    from pipelines.report.erase import run_erase

    run_erase(settings_of(None, warehouse), article, reason)


@app.command()
def ui(
    raw: RawOption = None,
    warehouse: WarehouseOption = None,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 3000,
    host: Annotated[str, typer.Option(help="Address to listen on; the UI asks for no password.")] = "127.0.0.1",
) -> None:
    """Serve the Dagster UI, with the daemon that runs the schedule and the sensor."""
    settings = settings_of(raw, warehouse, unattended=True)
    _require_landing(settings)
    from pipelines.orchestration.serve import serve_ui

    serve_ui(settings, host, port)


def _require_landing(settings: Settings) -> None:
    if not settings.raw.exists():
        raise UsageError(f"{settings.raw}: there is no such folder to read articles from")
    if not settings.raw.is_dir():
        raise UsageError(f"{settings.raw} is a file, not a folder to read articles from")
    if settings.warehouse.resolve().is_relative_to(settings.raw.resolve()):
        raise UsageError(f"the warehouse {settings.warehouse} lies in the folder that articles are read from")


def main() -> None:
    """Entry point: errors that the user can mend become one line."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    keep_little()
    look_rarely()
    try:
        code = app(standalone_mode=False)
    except CasebookError as error:
        _fail(error.lines, error.exit_code)
    except TyperException as error:
        message = error.format_message()  # nothing where help was shown instead
        _fail((f"{message} (see casebook --help)",) if message else (), error.exit_code)
    except (Abort, KeyboardInterrupt):
        code = _INTERRUPTED
    except Exception as error:
        trouble = disk_trouble(error)
        if trouble is None and not logs_are_json():
            raise
        if trouble is None:
            tell_failure(f"{type(error).__name__}: {error}", _DEFECT, error)
            _leave(_DEFECT)
        _fail(trouble.lines, trouble.exit_code)
    if code == _INTERRUPTED:  # Typer itself makes a code of KeyboardInterrupt
        _fail(("interrupted; what was done so far is kept, run it again to go on",), code)
    _leave(code or 0)


def _fail(lines: tuple[str, ...], code: int) -> NoReturn:
    for line in lines:
        tell_failure(" ".join(line.splitlines()), code)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process; after Dagster without freeing its half a million objects one by one, which takes half a second."""
    if "dagster" in sys.modules:
        atexit._run_exitfuncs()
        with suppress(OSError):  # what cannot be written is told of on the long way out
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    sys.exit(code)
