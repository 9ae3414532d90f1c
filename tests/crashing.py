"""Processes that are killed at a boundary: each is a fork of one that has imported everything, so that many are cheap.

A run is first recorded: the boundaries that it passes (`pipelines.faults`) with what then lies below the warehouse. A
boundary at which nothing lies there that did not lie there at the one before is not killed at: the next run would start
from the same files.
"""

import faulthandler
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import NoReturn
from zlib import crc32

from pipelines.faults import watch

# Read only by its status: whoever closes one of these in the process that writes it gives DuckDB's lock away.
_DATABASES = (".duckdb", ".wal", ".writing")

Files = dict[str, list[int]]
_JOBS = "crash_jobs"
_LONGEST_SECONDS = 300  # then a process says where it hangs and ends


@dataclass(frozen=True)
class Boundary:
    """What a run announced, and the files that it had left by then: path below the warehouse → what tells them apart."""

    name: str
    files: Files


@dataclass(frozen=True)
class Job:
    """A function of `crash_jobs`, by name, with its arguments; the first is the warehouse folder."""

    name: str
    warehouse: Path
    arguments: tuple[object, ...] = ()

    def __call__(self) -> None:
        """Do it in this process."""
        getattr(sys.modules[_JOBS], self.name)(self.warehouse, *self.arguments)

    def run(self) -> None:
        """Run it undisturbed, in a process of its own. AssertionError where it fails."""
        assert _exit_code(_plainly, self, None) == 0

    def record(self, notes: Path) -> list[Boundary]:
        """Run it and note its boundaries in the file `notes`."""
        assert _exit_code(_recording, self, notes) == 0
        return [Boundary(**noted) for noted in json.loads(notes.read_text(encoding="utf-8"))]

    def kill_at(self, boundary: int) -> None:
        """Run it and kill it at its boundary number `boundary`, counted from 0."""
        assert _exit_code(_killed, self, boundary) == -signal.SIGKILL


def kill_points(boundaries: Iterable[Boundary]) -> list[int]:
    """Numbers of the boundaries that find other files than the one before."""
    points: list[int] = []
    before: Files | None = None
    for number, boundary in enumerate(boundaries):
        if boundary.files != before:
            points.append(number)
        before = boundary.files
    return points


def unannounced(boundaries: Iterable[Boundary]) -> Iterator[str]:
    """Files that changed while no write was announced, each with the boundary before which it was seen."""
    depth, before = 0, None
    for boundary in boundaries:
        starts = boundary.name.startswith("before ")
        if depth == 0 and before is not None:
            changed = {name for name, _ in set(_items(before)) ^ set(_items(boundary.files))}
            yield from (f"{name} changed ahead of: {boundary.name}" for name in sorted(changed))
        depth += 1 if starts else -1
        before = boundary.files


def _items(files: Files) -> Iterator[tuple[str, tuple[int, ...]]]:
    return ((name, tuple(mark)) for name, mark in files.items())


def files_below(folder: Path) -> Files:
    """All files and folders below `folder`, with what changes whenever they are written."""
    found: Files = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        if path.is_dir():
            found[str(path.relative_to(folder))] = []
            continue
        content = 0 if path.suffix in _DATABASES else crc32(path.read_bytes())
        found[str(path.relative_to(folder))] = [status.st_ino, status.st_size, status.st_mtime_ns, content]
    return found


@cache
def _forks() -> ForkServerContext:
    """Processes forked from one that has imported the jobs. What cannot be imported there shows as a KeyError here."""
    context = get_context("forkserver")
    context.set_forkserver_preload([_JOBS])
    before = os.environ.get("PYTHONPATH")
    # Python 3.11 does not tell the server where this process finds its modules.
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return context


def _exit_code(runner: Callable[..., NoReturn], job: Job, argument: object) -> int | None:
    process = _forks().Process(target=runner, args=(job, argument))
    process.start()
    process.join()
    return process.exitcode


def _plainly(job: Job, _: None) -> NoReturn:
    _end(job)


def _recording(job: Job, notes: Path) -> NoReturn:
    noted: list[Boundary] = []

    def watcher(name: str) -> None:
        noted.append(Boundary(name, files_below(job.warehouse)))

    def work() -> None:
        job()
        watcher("before the end")
        notes.write_text(json.dumps([asdict(each) for each in noted]), encoding="utf-8")

    watch(watcher)
    _end(work)


def _killed(job: Job, boundary: int) -> NoReturn:
    passed = 0

    def watcher(_: str) -> None:
        nonlocal passed
        if passed == boundary:
            os.kill(os.getpid(), signal.SIGKILL)
        passed += 1

    watch(watcher)
    _end(job)


def _end(work: Callable[[], None]) -> NoReturn:
    """Work and end, without what Python does at its end: waiting for threads that only the parent has."""
    faulthandler.dump_traceback_later(_LONGEST_SECONDS, exit=True)
    try:
        work()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)
