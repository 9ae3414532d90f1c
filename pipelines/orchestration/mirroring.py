"""What a run writes past the logs, to stdout and stderr, is kept for the UI and mirrored by processes that Dagster starts.

A terminal sends Ctrl-C to these, too, and systemd the signal that stops a service: they would end before the run has said its
last word, with a traceback. Here they are started so that they leave SIGINT to the run, which ends them.
"""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from dagster._core.execution import compute_logs  # not exported at the top: Dagster has no setting for it

_compute_logs: Any = compute_logs
_mirror = _compute_logs.execute_posix_tail


def leave_interrupts_to_runs() -> None:
    """For the runs of this process, from now on."""
    _compute_logs.execute_posix_tail = _mirrored


@contextmanager
def _mirrored(path: str, stream: object) -> Iterator[object]:
    with ExitStack() as mirror:
        # What is blocked is blocked in children. What comes meanwhile is delivered afterwards.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            processes = mirror.enter_context(_mirror(path, stream))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        yield processes
