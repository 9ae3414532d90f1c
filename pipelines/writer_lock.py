"""The lock of the one process that may write a warehouse: an advisory lock on a file that says who holds it since when.

The operating system gives the lock back when its holder ends, however it ends; what the file still says then is nobody's.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from typing import TextIO

from pipelines.errors import LockedError
from pipelines.faults import durable

_POLL_SECONDS = 0.05
# Who only looks whether the lock is free holds it for a moment, and should not make a refresh fail.
_GRACE_SECONDS = 0.2


@contextmanager
def writer_lock(path: Path, wait_seconds: float = 0, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold the lock at `path`. Waits up to `wait_seconds` for another holder, whose name `on_wait` gets once.

    Raises LockedError where the other one still has it then.
    """
    with durable("lock file"):
        path.touch()
    with path.open("r+", encoding="utf-8") as file:
        _acquire(file, wait_seconds, on_wait)
        with durable("lock"):
            _say(file, f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        try:
            yield
        finally:
            with durable("lock given back"):
                _say(file, "")


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock at `path` now. Needs no right to write."""
    if not path.exists():
        return False
    with path.open(encoding="utf-8") as file:
        try:
            flock(file, LOCK_SH | LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _acquire(file: TextIO, wait_seconds: float, on_wait: Callable[[str], None]) -> None:
    began, told = time.monotonic(), False
    while not _locked(file):
        waited = time.monotonic() - began
        if waited >= max(wait_seconds, _GRACE_SECONDS):
            raise LockedError(_holder(file))
        if waited >= _GRACE_SECONDS and not told:
            on_wait(_holder(file))
            told = True
        time.sleep(_POLL_SECONDS)


def _locked(file: TextIO) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: TextIO) -> str:
    file.seek(0)
    return file.read().strip() or "a process that has only just begun"


def _say(file: TextIO, text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()
