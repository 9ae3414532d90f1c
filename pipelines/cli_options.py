"""Options that several commands have, and the settings that they make."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from pipelines.errors import UsageError
from pipelines.settings import PREFIX, SECRETS, Settings

WarehouseOption = Annotated[
    Path | None, typer.Option("--warehouse", help="Warehouse folder [env CASEBOOK_WAREHOUSE].", show_default=False)
]
RawOption = Annotated[
    Path | None, typer.Option("--raw", help="Folder with the articles [env CASEBOOK_RAW].", show_default=False)
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


def settings_of(raw: Path | None, warehouse: Path | None, wait_seconds: float | None = None) -> Settings:
    """The settings of a call. UsageError for a value that cannot be."""
    given = {"raw": raw, "warehouse": warehouse, "lock_wait_seconds": wait_seconds}
    try:
        return Settings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        got = "" if field in SECRETS else f" (got {first['input']!r})"
        raise UsageError(f"setting {PREFIX}{field.upper()}: {first['msg']}{got}") from error
