"""The Dagster instance of a warehouse: its folder, its configuration."""

from pathlib import Path

_CONFIGURATION = """\
# Written by Casebook when the warehouse was created; yours to change.
telemetry:
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
        configuration.write_text(_CONFIGURATION, encoding="utf-8")
