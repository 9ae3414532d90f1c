"""`casebook config`: every setting, its value, and where that comes from."""

import os
from collections.abc import Collection

from rich.table import Table

from pipelines.report.terminal import console
from pipelines.settings import PREFIX, Settings


def show_configuration(settings: Settings, given: Collection[str]) -> None:
    """Print the effective settings; `given` names those that stood on the command's line."""
    table = Table("setting", "value", "from", "meaning")
    for name, field in Settings.model_fields.items():
        variable = f"{PREFIX}{name.upper()}"
        table.add_row(name, str(getattr(settings, name)), _source(name, variable, given), field.description or "")
    console().print(table)


def _source(name: str, variable: str, given: Collection[str]) -> str:
    if name in given:
        return f"option --{name}"
    return f"environment {variable}" if variable in os.environ else f"default ({variable} is not set)"
