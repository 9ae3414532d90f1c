"""The Dagster instance of a warehouse: its folder, its configuration, its databases."""

from fcntl import LOCK_EX, flock
from pathlib import Path

import dagster as dg

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
    """Create the folder with its configuration and databases; what is there is left alone."""
    configuration = home / "dagster.yaml"
    if not configuration.exists():
        replace_file(configuration, lambda draft: draft.write_text(_CONFIGURATION, encoding="utf-8"))
    # Two processes that open a new instance at once both make its tables, and one of them fails.
    with (home / ".creating").open("w", encoding="utf-8") as lock:
        flock(lock, LOCK_EX)
        if not (home / "history").exists():
            dg.DagsterInstance.from_config(str(home)).dispose()
