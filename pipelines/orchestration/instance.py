"""The Dagster instance of a warehouse: its folder, its configuration, its opening."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

import dagster as dg

from pipelines.faults import durable
from pipelines.whole_files import replace_file

_CONFIGURATION = """\
# Written by Casebook when the warehouse was created; yours to change.
telemetry:
  enabled: false
# No dialog that asks for an address.
nux:
  enabled: false
# Dagster's own SQLite files, written faster; without this block Dagster reads and writes the same.
storage:
  custom:
    module: pipelines.orchestration.run_history
    class: RunHistory
    config:
      base_dir:
        env: DAGSTER_HOME
# One run at a time of those that write: their steps are in the pool "warehouse". Others wait in the queue.
concurrency:
  pools:
    granularity: run
    default_limit: 1
"""


POOL = "warehouse"  # steps that write are in it


def prepare_instance(home: Path) -> None:
    """Create the folder with its configuration; what is there is left alone."""
    configuration = home / "dagster.yaml"
    if not configuration.exists():
        replace_file(configuration, lambda draft: draft.write_text(_CONFIGURATION, encoding="utf-8"))


@contextmanager
def opened(home: Path) -> Iterator[dg.DagsterInstance]:
    """The instance that DAGSTER_HOME names, one process after the other: two that open a new one both make its tables."""
    with durable("Dagster's opening"), (home / ".opening").open("w", encoding="utf-8") as lock:
        flock(lock, LOCK_EX)
        instance = dg.DagsterInstance.get()
    with instance:
        yield instance


def limit_writers(instance: dg.DagsterInstance) -> None:
    """Give the pool its limit. Dagster does so by itself when it has a look at the queue, and heeds it from the next look on."""
    instance.event_log_storage.initialize_concurrency_limit_to_default(POOL)
