"""Serving the Dagster UI for a warehouse: webserver and daemon as `dagster dev` starts them, by default on the loopback interface."""

import os
import signal
import socket
import sys

from pipelines.errors import UsageError
from pipelines.orchestration.automation import daily_schedule
from pipelines.orchestration.instance import limit_writers, opened, prepare_instance
from pipelines.orchestration.run_history import BATCHES
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def serve_ui(settings: Settings, host: str, port: int) -> None:
    """Replace this process by `dagster dev`. Runs, schedules and logs are kept below the warehouse.

    UsageError where address or port cannot be had, or where the schedule's time is none.
    """
    _require_free(host, port)
    daily_schedule(settings)  # a wrong time is told of here, not in a page of the UI
    warehouse = Warehouse.of(settings)
    warehouse.create()
    prepare_instance(warehouse.dagster_home)
    os.environ["DAGSTER_HOME"] = str(warehouse.dagster_home)
    with opened(warehouse.dagster_home) as instance:
        limit_writers(instance)
    environment = {
        **os.environ,
        **BATCHES,
        "CASEBOOK_RAW": str(settings.raw),
        "CASEBOOK_WAREHOUSE": str(settings.warehouse),
        "CASEBOOK_LOG_FORMAT": settings.log_format,
        "CASEBOOK_LOG_LEVEL": settings.least_level,
        **({"CASEBOOK_LOG_FILE": str(settings.log_file)} if settings.log_file else {}),
    }
    command = [
        sys.executable,
        "-m",
        "pipelines.orchestration.dev",
        "-m",
        "pipelines.definitions",
        "-h",
        host,
        "-p",
        str(port),
        "--log-format",
        "json" if settings.log_format == "json" else "colored",
    ]
    # A shell starts background jobs with SIGINT ignored, and that is handed down; Dagster ends its children with it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execve(sys.executable, command, environment)


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(f"port {port} of {host} cannot be had: {error.strerror}") from error
