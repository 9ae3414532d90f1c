"""`dagster dev` with our webserver in place of Dagster's; run as a module, with the arguments of `dagster dev`."""

import warnings
from collections.abc import Sequence
from typing import Any

import dagster as dg
from dagster._cli import dev  # not exported at the top: Dagster has no setting for the webserver that it starts

_DAGSTERS, _OURS = "dagster_webserver", "pipelines.orchestration.webserver"
_dev: Any = dev
_start = _dev.open_ipc_subprocess


def _start_ours(command: Sequence[str], **options: object) -> object:
    return _start([_OURS if part == _DAGSTERS else part for part in command], **options)


if __name__ == "__main__":
    # Dagster would have us use a tool for those who develop, in a line that is none of the logs.
    warnings.simplefilter("ignore", dg.SupersessionWarning)
    _dev.open_ipc_subprocess = _start_ours
    _dev.dev_command()
