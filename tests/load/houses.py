"""A warehouse folder for tests of publishing: something to tell, load and publish, and to look at."""

import subprocess
from pathlib import Path
from typing import Self

from builders import Desk, Telling
from databases import REFERENCE, TABLES, contents, project, rows_of

from pipelines.eventlog import EventLog
from pipelines.load.projection import Reference
from pipelines.load.publish import Files, Loaded, candidate, load, publish


class House:
    """A warehouse folder whose log a desk writes to."""

    def __init__(self, folder: Path) -> None:
        self.files = Files(folder)
        self.log = EventLog(str(folder / "log"))
        self.log.create()
        self.desk = Desk(self.log)
        self._told = 0

    @classmethod
    def published(cls, folder: Path, articles: int) -> Self:
        """One that has told of so many articles and published them."""
        house = cls(folder)
        for _ in range(articles):
            house.tell()
        house.refresh()
        return house

    def copy_to(self, folder: Path) -> Self:
        """One of its own; `cp -a` keeps the times that seals tell of and the link that makes one side the published file."""
        subprocess.run(["cp", "-a", str(self.files.warehouse), str(folder)], check=True)
        copy = type(self)(folder)
        copy.desk.now, copy._told = self.desk.now, self._told
        return copy

    def tell(self) -> None:
        """One more article with a case and a figure."""
        self._told += 1
        article = f"{self._told}.txt"
        telling = Telling(article, self.desk.capture(article))
        self.desk.tell(telling, telling.case(), telling.linked(case_id=article), telling.figure(value=self._told))

    def refresh(self, reference: Reference = REFERENCE, *, rebuild: bool = False) -> Loaded:
        """Load and publish."""
        loaded = load(self.files, self.log, reference, rebuild=rebuild)
        publish(self.files, candidate(self.files))
        return loaded

    def shown(self) -> int:
        """How many figures a reader of the published file sees."""
        return len(rows_of(self.files.published, "select * from figures"))

    def check_whole(self, folder: Path) -> None:
        """The published file is what a rebuild gives."""
        fresh = folder / "fresh.duckdb"
        fresh.unlink(missing_ok=True)
        project(fresh, self.log)
        assert contents(self.files.published, TABLES) == contents(fresh, TABLES)
