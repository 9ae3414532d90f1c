"""Serving the Dagster UI for a warehouse: webserver and daemon of `dagster dev` on the loopback interface."""

import os
import signal
import sys

from pipelines.orchestration.instance import prepare_instance
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def serve_ui(settings: Settings, port: int) -> None:
    """Replace this process by `dagster dev`. Runs, schedules and logs are kept below the warehouse."""
    warehouse = Warehouse(settings.warehouse)
    warehouse.create()
    prepare_instance(warehouse.dagster_home)
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(warehouse.dagster_home),
        "CASEBOOK_RAW": str(settings.raw),
        "CASEBOOK_WAREHOUSE": str(settings.warehouse),
    }
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-m",
        "pipelines.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    # A shell starts background jobs with SIGINT ignored, and that is handed down; Dagster ends its children with it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execve(sys.executable, command, environment)
