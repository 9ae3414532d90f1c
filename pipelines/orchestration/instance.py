"""The Dagster instance of a warehouse: its folder, its configuration."""

from pathlib import Path

from pipelines.whole_files import replace_file

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
    configuration = home / "dagster.yaml"
    if not configuration.exists():
        replace_file(configuration, lambda draft: draft.write_text(_CONFIGURATION, encoding="utf-8"))
