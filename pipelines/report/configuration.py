"""`casebook config`: every setting, its value, and where that comes from."""

import os
from collections.abc import Collection, Iterator

from rich.table import Table

from pipelines.redaction import is_secret
from pipelines.report.terminal import console
from pipelines.settings import PREFIX, Settings

_OPTIONS = {"lock_wait_seconds": "--wait"}  # where the option is not called as the setting
_OF_STORES = "AWS_"  # what delta-rs reads by itself


def show_configuration(settings: Settings, given: Collection[str]) -> None:
    """Print the effective settings; `given` names those that stood on the command's line. Secrets are not shown."""
    table = Table("setting", "value", "from", "meaning")
    for name, field in Settings.model_fields.items():
        table.add_row(name, str(getattr(settings, name)), _source(name, given), field.description or "")
    if settings.event_log and "://" in settings.event_log:
        for variable, value in _of_stores():
            table.add_row(variable, value, "environment", "read by the library that speaks to the store")
    console().print(table)
    for variable in _unknown():
        console().print(f"{variable} is set and is no setting of this version.")


def _source(name: str, given: Collection[str]) -> str:
    if name in given:
        return f"option {_OPTIONS.get(name, '--' + name.replace('_', '-'))}"
    variable = f"{PREFIX}{name.upper()}"
    is_set = variable in {each.upper() for each in os.environ}
    return f"environment {variable}" if is_set else f"default ({variable} is not set)"


def _of_stores() -> Iterator[tuple[str, str]]:
    for variable, value in sorted(os.environ.items()):
        if variable.startswith(_OF_STORES):
            # An address may hold a password.
            is_shown = not is_secret(variable) and "@" not in value
            yield variable, value if is_shown else "set, not shown"


def _unknown() -> list[str]:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
