"""stdout and stderr of Dagster's processes, as far as they need care: what is written there past the logs.

A run's are kept for the UI and mirrored by processes that Dagster starts. A terminal sends Ctrl-C to these, too, and systemd
the signal that stops a service: they would end before the run has said its last word, with a traceback. Here they are
started so that they leave SIGINT to the run, which ends them.
"""

import atexit
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from dagster._core.execution import compute_logs  # not exported at the top: Dagster has no setting for it

_compute_logs: Any = compute_logs
_mirror = _compute_logs.execute_posix_tail


def leave_interrupts_to_runs() -> None:
    """For the runs of this process, from now on."""
    _compute_logs.execute_posix_tail = _mirrored


def end_in_silence() -> None:
    """From here on, what this process would say to stderr once Python has ended goes nowhere.

    nanobind, by which DuckDB is bound to Python, tells there in dozens of lines what it takes for leaks, and ends without a
    newline: the first line of the next run's log would be the rest of its last one.
    """
    atexit.register(_lose_stderr)


def _lose_stderr() -> None:
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


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
