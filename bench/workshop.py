"""The folder that a run works in: logs grown once and used by several parts, room for each contender, jobs started.

What is compared and what counts as reached is said in `parts`.
"""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from bench.batch import Batch
from bench.contenders import Contender, contenders
from bench.measure import Done, Samples, run
from bench.sizes import Sizes

Say = Callable[[str], None]


class Workshop:
    """One run's sizes, folder and material."""

    def __init__(self, sizes: Sizes, folder: Path, peers_python: Path | None, say: Say) -> None:
        """`peers_python`: the interpreter of the peers' environment; without it they are left out."""
        self.sizes = sizes
        self.folder = folder
        self.peers_python = peers_python
        self.say = say
        self._next_article = 0
        self._batches = 0

    @property
    def warehouse(self) -> Path:
        """The warehouse of the large log."""
        return self.folder / "large"

    @property
    def exported(self) -> Path:
        """Where the large log's events lie as Parquet."""
        return self.folder / "exported"

    def job(self, name: str, /, **arguments: object) -> Done:
        """Do a piece of this project's work in a process of its own, see `jobs`."""
        return run([sys.executable, "-m", "bench.jobs", name, json.dumps(arguments, default=str)])

    def refresh(self, raw: Path, warehouse: Path) -> Done:
        """The command `casebook refresh`, as a user runs it."""
        command = [sys.executable, "-c", "from pipelines.cli import main; main()", "refresh"]
        return run(command, {"CASEBOOK_RAW": str(raw), "CASEBOOK_WAREHOUSE": str(warehouse)})

    def fresh(self, name: str) -> Path:
        """A path in the folder where nothing is any more."""
        path = self.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        for file in self.folder.glob(f"{name}*"):
            if file.is_file():  # a database and its log
                file.unlink()
        return path

    def fresh_warehouse(self, name: str) -> Path:
        """A warehouse of which only Dagster's files are there: a first refresh would make them, and cost more than others."""
        shutil.copytree(self._empty_warehouse, self.fresh(name))
        return self.folder / name

    @cached_property
    def _empty_warehouse(self) -> Path:
        warehouse = self.folder / "empty_warehouse"
        self.job("dagsters_files", warehouse=warehouse)
        return warehouse

    @cached_property
    def base(self) -> Batch:
        """The large log, grown and exported."""
        self.say(f"growing a log of {self.sizes.events:,} events")
        return self._grow("base", self.sizes.large_articles)

    def next_batch(self) -> Batch:
        """The large log goes on by one refresh's events."""
        assert self.base
        self._batches += 1
        return self._grow(f"new_{self._batches}", self.sizes.new_articles)

    def next_articles(self, count: int) -> int:
        """Reserve the numbers of `count` articles that a job will append to the large log; the first of them."""
        assert self.base
        first = self._next_article
        self._next_article += count
        return first

    @cached_property
    def contenders(self) -> list[Contender]:
        """The peers that build a star, each with a folder of its own; none where they are not installed."""
        return contenders(self.folder, self.exported, self.peers_python)

    @property
    def star(self) -> Path:
        """Our projection; at first of `base`."""
        return self.folder / "ours.duckdb"

    @property
    def bare_star(self) -> Path:
        """Bare DuckDB's star; at first of `base`."""
        return self.folder / "bare.duckdb"

    def build_star(self) -> Done:
        """Project `base` anew."""
        upto = self.base.upto
        return self.job("project", log=self.warehouse / "log", database=self.fresh(self.star.name), upto=upto)

    def build_bare_star(self) -> Done:
        """Let bare DuckDB build the star of `base` anew."""
        return self.job("build_bare", source=self.source(self.base), database=self.fresh(self.bare_star.name))

    def require_stars(self) -> None:
        """Build what no part has built yet."""
        if not self.star.exists():
            self.build_star()
        if not self.bare_star.exists():
            self.build_bare_star()
        for contender in self.contenders:
            contender.require(self.base)

    def source(self, batch: Batch) -> Path:
        """The description of a batch's files."""
        return self.exported / f"{batch.name}.json"

    def _grow(self, name: str, articles: int) -> Batch:
        first = self._next_article
        self._next_article += articles
        places = {"log": self.warehouse / "log", "folder": self.exported}
        grown = self.job("grow_and_export", **places, first=first, articles=articles, name=name).told
        return Batch(name, first, articles, int(grown["after"][0]), int(grown["upto"][0]))


def seconds_of(dones: Sequence[Done]) -> Samples:
    """How long whole processes took."""
    return Samples(tuple(done.seconds for done in dones))


def cpu_of(dones: Sequence[Done]) -> Samples:
    """How much computing they needed."""
    return Samples(tuple(done.cpu_seconds for done in dones))


def peak_of(dones: Sequence[Done]) -> Samples:
    """Their memory, in bytes."""
    return Samples(tuple(done.peak_bytes for done in dones))


def told_of(dones: Sequence[Done], name: str) -> Samples:
    """All samples that they told under a name."""
    return Samples(tuple(value for done in dones for value in done.told[name]))
