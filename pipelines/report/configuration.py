"""`casebook config`: every setting, the value that is in force, and where that comes from."""

import json
import os
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import SecretStr
from rich.table import Table

from pipelines.report.terminal import console
from pipelines.settings import PREFIX, Settings
from pipelines.warehouse import Warehouse

_OPTIONS = {"lock_wait_seconds": "--wait"}  # where the option is not called as the setting
_OF_STORES = "AWS_"  # what delta-rs reads by itself
_UNSHOWN = "set, not shown"

_Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class _Line:
    """What is said of a setting. `value` is null where nothing is in force."""

    setting: str
    value: _Value
    source: str
    meaning: str


def show_configuration(settings: Settings, given: Collection[str], *, as_json: bool) -> None:
    """Print the effective settings; `given` names those that stood on the command's line. Secrets are not shown."""
    lines = [
        _Line(name, _effective(settings, name), _source(name, given), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    lines += _of_stores(is_used="://" in (settings.event_log or ""))
    if as_json:
        print(json.dumps({"settings": [asdict(line) for line in lines], "unknown": _unknown()}, ensure_ascii=False))
        return
    table = Table("setting", "value", "from", "meaning")
    for line in lines:
        table.add_row(line.setting, "none" if line.value is None else str(line.value), line.source, line.meaning)
    console().print(table)
    for variable in _unknown():
        console().print(f"{variable} is set and is no setting of this version.")


def _effective(settings: Settings, name: str) -> _Value:
    """The value in force, also where it follows from other settings."""
    if name == "log_level":
        return settings.least_level
    if name == "event_log":
        return Warehouse.of(settings).log.uri
    value = getattr(settings, name)
    if isinstance(value, SecretStr):
        return _UNSHOWN
    return str(value) if isinstance(value, Path) else value


def _source(name: str, given: Collection[str]) -> str:
    if name in given:
        return f"option {_OPTIONS.get(name, '--' + name.replace('_', '-'))}"
    variable = f"{PREFIX}{name.upper()}"
    is_set = variable in {each.upper() for each in os.environ}
    return f"environment {variable}" if is_set else f"default ({variable} is not set)"


def _of_stores(*, is_used: bool) -> Iterator[_Line]:
    """Names alone: what they hold is for the store, and much of it is secret."""
    meaning = "read by the library that speaks to the store" if is_used else "read for an event log at s3:// alone"
    for variable in sorted(os.environ):
        if variable.startswith(_OF_STORES):
            yield _Line(variable, _UNSHOWN, "environment", meaning)


def _unknown() -> list[str]:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
