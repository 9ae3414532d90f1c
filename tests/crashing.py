"""Processes that die at a boundary, and what they leave behind. Each is a fork (`forks`), so that many are cheap.

A run is first watched: the boundaries that it passes (`pipelines.faults`) with what then lies below the warehouse. A
boundary at which nothing lies there that did not lie there at the one before is left out: the next run would start from
the same files.

SIGKILL leaves the files as the kernel has them at that moment. So does a process that is stopped as a whole: one recorded
run, stopped and copied at each boundary, gives the remains of as many killed ones. Some are killed nevertheless.

Where runs take long, the one that makes good what was left is killed in turn, at a boundary of another kind, and so on: a
chain of short runs passes through as many deaths. What only a death in an untouched warehouse leaves, it does not meet.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn
from zlib import crc32

from forks import JOBS, end, exit_code

from pipelines.faults import watch

# Read only by its status: whoever closes one of these in the process that writes it gives DuckDB's lock away.
_DATABASES = (".duckdb", ".wal", ".writing")

Files = dict[str, list[int]]
_NOTES = "boundaries.json"
_RANDOM = re.compile(r"[0-9a-f][0-9a-f-]{15,}")  # also digests of what bears the run's number or time

# Names of boundaries that differ in the file alone; the data docs are a folder, and settled in a way of their own.
_ONE_OF_MANY = re.compile(r"(?<=after )(?:(draft of )(?!the data docs).*|\w+(\.parquet))")

# `cp -a` keeps the times that seals tell of and the hard link that makes one side the published file. It opens the files
# in a process of its own: whoever closes a database in the process that writes it gives DuckDB's lock away.
_STOP_AND_COPY = """
kill -STOP "$1"
until grep -q "^State:.T" "/proc/$1/status"; do :; done
cp -a "$2" "$3"; code=$?
kill -CONT "$1"
exit $code
"""


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
        getattr(sys.modules[JOBS], self.name)(self.warehouse, *self.arguments)

    def run(self) -> None:
        """Run it undisturbed, in a process of its own. AssertionError where it fails."""
        assert exit_code(_plainly, self) == 0

    def boundaries(self) -> list[Boundary]:
        """Run it and note its boundaries, with its end as the last."""
        with TemporaryDirectory() as folder:
            return self._noted(Path(folder) / _NOTES, None)

    def record(self, remains: Path) -> list[Boundary]:
        """The same; what a process killed at number n would leave is then in `remains / str(n)`."""
        remains.mkdir()
        return self._noted(remains / _NOTES, remains)

    def _noted(self, notes: Path, remains: Path | None) -> list[Boundary]:
        assert exit_code(_noting, self, notes, remains) == 0
        return [Boundary(**noted) for noted in json.loads(notes.read_text(encoding="utf-8"))]

    def kill_at(self, boundary: int) -> None:
        """Run it and kill it at its boundary number `boundary`, counted from 0."""
        assert exit_code(_killed, self, boundary) == -signal.SIGKILL

    def kill_at_any(self, kinds: Collection[str]) -> str | None:
        """Run it and kill it at its first boundary of one of the kinds. Which that was; None where it came to its end."""
        with TemporaryDirectory() as folder:
            met = Path(folder) / "met"
            ended = exit_code(_killed_at_any, self, frozenset(kinds), met)
            assert ended == (-signal.SIGKILL if met.exists() else 0)
            return met.read_text(encoding="utf-8") if met.exists() else None


def kind_of(boundary: str) -> str:
    """What the boundary of this name has in common with those of other files that are written alike."""
    return _ONE_OF_MANY.sub(r"\1\2", boundary)


def kill_points(boundaries: Iterable[Boundary]) -> list[int]:
    """Numbers of the boundaries that find other files than the one before."""
    points: list[int] = []
    before: Files | None = None
    for number, boundary in enumerate(boundaries):
        if boundary.files != before:
            points.append(number)
        before = boundary.files
    return points


def by_kind(boundaries: Sequence[Boundary], points: Iterable[int]) -> dict[str, list[int]]:
    """Numbers of boundaries by the kind that each is of."""
    found: dict[str, list[int]] = {}
    for point in points:
        found.setdefault(kind_of(boundaries[point].name), []).append(point)
    return found


def names_below(folder: Path) -> list[str]:
    """What lies there, without what is random in the names."""
    return sorted(_RANDOM.sub("*", str(path.relative_to(folder))) for path in folder.rglob("*"))


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


def _plainly(job: Job) -> NoReturn:
    end(job)


def _noting(job: Job, notes: Path, remains: Path | None) -> NoReturn:
    noted: list[Boundary] = []

    def watcher(name: str) -> None:
        noted.append(Boundary(name, files_below(job.warehouse)))
        if remains and job.warehouse.exists() and kill_points(noted)[-1] == len(noted) - 1:
            target = str(remains / str(len(noted) - 1))
            subprocess.run(["sh", "-c", _STOP_AND_COPY, "sh", str(os.getpid()), str(job.warehouse), target], check=True)

    def work() -> None:
        job()
        noted.append(Boundary("before the end", files_below(job.warehouse)))
        notes.write_text(json.dumps([asdict(each) for each in noted]), encoding="utf-8")

    watch(watcher)
    end(work)


def _killed(job: Job, boundary: int) -> NoReturn:
    passed = 0

    def watcher(_: str) -> None:
        nonlocal passed
        if passed == boundary:
            os.kill(os.getpid(), signal.SIGKILL)
        passed += 1

    watch(watcher)
    end(job)


def _killed_at_any(job: Job, kinds: Collection[str], met: Path) -> NoReturn:
    def watcher(name: str) -> None:
        if kind_of(name) in kinds:
            met.write_text(kind_of(name), encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    watch(watcher)
    end(job)
