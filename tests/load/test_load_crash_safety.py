"""A process that dies in the middle of a load leaves nothing that the next one cannot make good."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from builders import Desk, Telling, small_reference
from crashing import Job, kill_points, unannounced
from databases import TABLES, Rows, contents
from thorough import THOROUGH

from pipelines.errors import SqlFailedError
from pipelines.eventlog import EventLog
from pipelines.load.projection import bring_forward
from pipelines.load.publish import Files

KINDS_AT_LEAST = 6


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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prepare", "arguments"),
    [
        (_nothing, ()),
        (_loaded_once, ()),
        (_loaded_twice, ()),
        (_loaded_twice, REBUILD),
        (_loaded_twice, OTHER_REFERENCE),
        (_written_by_somebody_else, ()),
        (_touched, ()),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_load_that_dies_at_any_boundary_is_made_good_by_the_next(
    prepare: Callable[[Folder], None], arguments: tuple[object, ...], tmp_path: Path
) -> None:
    """One folder goes on from each death to the next. Where such a load does not pass, and when thorough at every boundary,
    die others that are made good at once.
    """
    before = Folder(tmp_path / "before")
    before.log.create()
    prepare(before)
    after = before.copy(tmp_path / "after")
    boundaries = after.load(*arguments).boundaries()
    assert list(unannounced(boundaries)) == []
    points = kill_points(boundaries)
    assert len(points) >= KINDS_AT_LEAST
    old, new = before.shown(), after.shown()

    def check_made_good(folder: Folder) -> None:
        assert folder.shown() == new
        assert not [*folder.path.rglob("*.writing"), *folder.path.rglob("*.wal"), *folder.path.glob(".*.next")]

    folder, left = before.copy(tmp_path / "many times dead"), set(points)
    while kind := folder.load(*arguments).kill_at_any(left):
        left.remove(kind)
        assert folder.shown() in (old, new), kind
    check_made_good(folder)
    for point in (point for kind in (points if THOROUGH else left) for point in points[kind]):
        folder = before.copy(tmp_path / str(point))
        folder.load(*arguments).kill_at(point)
        assert folder.shown() in (old, new), boundaries[point].name
        folder.load(*arguments).run()
        check_made_good(folder)


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
