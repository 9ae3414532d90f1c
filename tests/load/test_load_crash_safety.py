"""A process that dies in the middle of a load leaves nothing that the next one cannot make good."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from builders import Desk, Telling, small_reference
from crashing import Job, kill_points, names_below, unannounced
from databases import TABLES, Rows, contents
from thorough import THOROUGH

from pipelines.errors import SqlFailedError
from pipelines.eventlog import EventLog
from pipelines.load.projection import bring_forward
from pipelines.load.publish import Files

BOUNDARIES_AT_LEAST = 9
KILLED_EVERY = 5  # of the boundaries; at the others a stopped process was copied


def _tell(log: EventLog, number: int) -> None:
    article = f"{number}.txt"
    desk = Desk(log)
    telling = Telling(article, desk.capture(article))
    desk.tell(telling, telling.case(), telling.linked(case_id=f"case {number % 2}"), telling.figure(value=number + 1))


@dataclass(frozen=True)
class Folder:
    """A warehouse folder without Dagster."""

    path: Path

    @property
    def files(self) -> Files:
        return Files(self.path)

    @property
    def log(self) -> EventLog:
        return EventLog(str(self.path / "log"))

    def load(self, *arguments: object) -> Job:
        """Load and publish, with the arguments of `crash_jobs.load_and_publish`."""
        return Job("load_and_publish", self.path, arguments)

    def shown(self) -> dict[str, Rows] | None:
        """What a reader finds."""
        return contents(self.files.published, TABLES) if self.files.published.exists() else None

    def copy(self, target: Path) -> "Folder":
        """One of its own; `cp -a` keeps the hard link that makes one side the published file."""
        subprocess.run(["cp", "-a", str(self.path), str(target)], check=True)
        return Folder(target)


def _nothing(folder: Folder) -> None:
    _tell(folder.log, 1)


def _loaded_once(folder: Folder) -> None:
    _tell(folder.log, 1)
    folder.load().run()
    _tell(folder.log, 2)


def _loaded_twice(folder: Folder) -> None:
    _loaded_once(folder)
    folder.load().run()
    _tell(folder.log, 3)


def _written_by_somebody_else(folder: Folder) -> None:
    _loaded_twice(folder)
    folder.files.foreign_wal.write_bytes(b"what a killed client left")


def _touched(folder: Folder) -> None:
    _loaded_twice(folder)
    for side in folder.files.sides:
        os.utime(side)


OTHER_REFERENCE = ("another version",)
REBUILD = ("test", True)


EVERY = slice(None)
# Four ways to a file that is built anew; they pass the same boundaries. Each is tried in two of them.
ODD, EVEN = (EVERY, EVERY) if THOROUGH else (slice(1, None, 2), slice(0, None, 2))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prepare", "arguments", "tried"),
    [
        (_nothing, (), EVERY),
        (_loaded_once, (), EVERY),
        (_loaded_twice, (), EVERY),
        (_loaded_twice, REBUILD, ODD),
        (_loaded_twice, OTHER_REFERENCE, EVEN),
        (_written_by_somebody_else, (), ODD),
        (_touched, (), EVEN),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_load_that_dies_at_any_boundary_is_made_good_by_the_next(
    prepare: Callable[[Folder], None], arguments: tuple[object, ...], tried: slice, tmp_path: Path
) -> None:
    before = Folder(tmp_path / "before")
    before.log.create()
    prepare(before)
    after, remains = before.copy(tmp_path / "after"), tmp_path / "remains"
    boundaries = after.load(*arguments).record(remains)
    assert list(unannounced(boundaries)) == []
    points = kill_points(boundaries[:-1])
    assert len(points) >= BOUNDARIES_AT_LEAST
    old, new = before.shown(), after.shown()
    for nth, point in enumerate(points[tried]):
        folder = Folder(remains / str(point))
        if nth % KILLED_EVERY == 0:
            copied, folder = folder, before.copy(tmp_path / str(point))
            folder.load(*arguments).kill_at(point)
            assert names_below(folder.path) == names_below(copied.path), boundaries[point].name
        assert folder.shown() in (old, new), boundaries[point].name
        folder.load(*arguments).run()
        assert folder.shown() == new, boundaries[point].name
        assert not [*folder.path.rglob("*.writing"), *folder.path.rglob("*.wal"), *folder.path.glob(".*.next")]


def test_a_file_that_was_only_begun_is_built(log: EventLog, tmp_path: Path) -> None:
    _tell(log, 1)
    begun, fresh = tmp_path / "begun.duckdb", tmp_path / "fresh.duckdb"
    duckdb.connect(str(begun)).close()
    assert bring_forward(begun, log, small_reference()).created
    bring_forward(fresh, log, small_reference())
    assert contents(begun) == contents(fresh)


def test_a_projection_that_fails_leaves_the_file_as_it_was(log: EventLog, tmp_path: Path) -> None:
    """Somebody dropped a table that is filled after others: the whole transaction is undone, the checkpoint too."""
    _tell(log, 1)
    file = tmp_path / "x.duckdb"
    bring_forward(file, log, small_reference())
    _tell(log, 2)
    with duckdb.connect(str(file)) as connection:
        connection.execute("drop table events.validations")
    before = contents(file, TABLES)
    with pytest.raises(SqlFailedError, match=r"sql/staging/validations\.sql failed \(Catalog Error"):
        bring_forward(file, log, small_reference())
    assert contents(file, TABLES) == before
