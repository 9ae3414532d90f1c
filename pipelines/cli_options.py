"""Options that several commands have, and the settings that they make."""

from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

from pipelines.logs import set_up_logs
from pipelines.settings import Settings, read_settings

# What stands before the command's name; the settings are made where the command is.
_of_all_commands: ContextVar[dict[str, object]] = ContextVar("options of all commands", default={})  # noqa: B039 - replaced

WarehouseOption = Annotated[
    str | None, typer.Option("--warehouse", help="Warehouse folder [env CASEBOOK_WAREHOUSE].", show_default=False)
]
RawOption = Annotated[
    str | None, typer.Option("--raw", help="Folder with the articles [env CASEBOOK_RAW].", show_default=False)
]
WaitOption = Annotated[
    float | None,
    typer.Option(
        "--wait",
        help="Seconds to wait while another process writes to the warehouse [env CASEBOOK_LOCK_WAIT_SECONDS]; "
        "without it, the command ends at once.",
        min=0,
        show_default=False,
    ),
]


LogFormatOption = Annotated[
    str | None,
    typer.Option("--log-format", help="Logs as text or json [env CASEBOOK_LOG_FORMAT].", show_default=False),
]
LogLevelOption = Annotated[
    str | None,
    typer.Option(
        "--log-level",
        help="Log from debug, info, warning or error on, or off [env CASEBOOK_LOG_LEVEL].",
        show_default=False,
    ),
]
LogFileOption = Annotated[
    str | None,
    typer.Option(
        "--log-file", help="Append logs to this file, not to stderr [env CASEBOOK_LOG_FILE].", show_default=False
    ),
]


def settings_of(
    raw: str | Path | None, warehouse: str | Path | None, wait_seconds: float | None = None, *, unattended: bool = False
) -> Settings:
    """The settings of a call, with logs set up as they say. SettingsError for values that cannot be.

    An `unattended` command logs what it does unless told otherwise.
    """
    given = given_options(raw, warehouse, wait_seconds)
    settings = read_settings(given)
    if unattended and settings.log_level is None:
        settings = read_settings({**given, "log_level": "info"})
    set_up_logs(settings)
    return settings


def given_options(
    raw: str | Path | None, warehouse: str | Path | None, wait_seconds: float | None = None
) -> dict[str, object]:
    """The settings that stand on the command's line, those of all commands among them."""
    given = {**_of_all_commands.get(), "raw": raw, "warehouse": warehouse, "lock_wait_seconds": wait_seconds}
    return {name: value for name, value in given.items() if value is not None}


def remember_options(**options: object) -> None:
    """Keep the options that stand before the command's name."""
    _of_all_commands.set(options)
