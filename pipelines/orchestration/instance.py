"""The Dagster instance of a warehouse: its folder, its configuration."""

import os
from pathlib import Path

_CONFIGURATION = """\
# Written by Casebook when the warehouse was created; yours to change.
telemetry:
  enabled: false
# No dialog that asks for an address.
nux:
  enabled: false
# One run at a time: each holds the warehouse's lock.
concurrency:
  runs:
    max_concurrent_runs: 1
"""


def prepare_instance(home: Path) -> None:
    """Create the folder with its configuration; what is there is left alone."""
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "dagster.yaml"
    if not configuration.exists():
        draft = home / "dagster.yaml.writing"
        draft.write_text(_CONFIGURATION, encoding="utf-8")
        os.replace(draft, configuration)  # noqa: PTH105 - the atomic step deserves its usual name
