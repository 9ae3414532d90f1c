"""Peers that build the same star and add to it: dlt, dbt, SQLMesh. Each in its own folder with its own database.

A contender's source is a folder of Parquet files that grows by a file a refresh, as a landing zone does. What they are
given is written before the watch starts; telemetry and looking for new versions are switched off.
"""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from bench.batch import Batch
from bench.logs import START
from bench.measure import ROOT, Done, run

PROJECTS = ROOT / "bench" / "peers"
QUIET = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DBT_VERSION_CHECK": "false",
    "SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "1",
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "ERROR",
}


class Contender(ABC):
    """One peer with its star."""

    name: ClassVar[str]
    schema: ClassVar[str]

    def __init__(self, folder: Path, exported: Path, python: Path) -> None:
        """`folder` becomes its own; `exported`: where the batches' files lie; `python`: the peers' interpreter."""
        self.folder = folder
        self._exported = exported
        self._python = python
        self._built = False
        folder.mkdir()
        self.set_up()

    @property
    def database(self) -> Path:
        """Its DuckDB file."""
        return self.folder / "warehouse.duckdb"

    @property
    def source(self) -> Path:
        """Its landing zone."""
        return self.folder / "source"

    def build(self, batch: Batch) -> Done:
        """Build the whole star, in an empty database."""
        self.database.unlink(missing_ok=True)
        self._land(batch)
        self._built = True
        return self._run(self.building(batch))

    def require(self, batch: Batch) -> None:
        """Build the star of `batch` unless there is one."""
        if not self._built:
            self.build(batch)

    def add(self, batch: Batch) -> Done:
        """Add to the star what came in one refresh."""
        self._land(batch)
        return self._run(self.adding(batch))

    @abstractmethod
    def building(self, batch: Batch) -> Sequence[str]:
        """The command (without the interpreter) that builds."""

    @abstractmethod
    def adding(self, batch: Batch) -> Sequence[str]:
        """The command that adds."""

    def set_up(self) -> None:  # noqa: B027 - not everybody has something to set up
        """Before anything is measured."""

    def environment(self) -> Mapping[str, str]:
        """What it reads of its environment."""
        return {**QUIET, "BENCH_DATABASE": str(self.database), "BENCH_SOURCE": str(self.source)}

    def _run(self, arguments: Sequence[str]) -> Done:
        return run([str(self._python), *arguments], self.environment())

    def _land(self, batch: Batch) -> None:
        for file in self._exported.glob(f"*/{batch.name}.parquet"):
            target = self.source / file.parent.name / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                os.link(file, target)


class Dlt(Contender):
    """dlt with Arrow tables: append for fact and articles, merge for cases and campaigns."""

    name = "dlt"
    schema = "star"

    def build(self, batch: Batch) -> Done:
        """A pipeline that has never run."""
        shutil.rmtree(self._state, ignore_errors=True)
        return super().build(batch)

    @property
    def _state(self) -> Path:
        return self.folder / "state"

    def building(self, batch: Batch) -> Sequence[str]:
        """The same as any other run."""
        return self.adding(batch)

    def adding(self, batch: Batch) -> Sequence[str]:
        """Run the pipeline on a batch."""
        arguments = (self.source, batch.name, self.database, self._state)
        return ["-m", "bench.peers.dlt_star", *map(str, arguments)]


class Dbt(Contender):
    """dbt-duckdb with incremental models over external Parquet sources."""

    name = "dbt-duckdb"
    schema = "main"

    def set_up(self) -> None:
        """Its project, in a folder that it may write to."""
        shutil.copytree(PROJECTS / "dbt", self.folder / "project")

    def building(self, batch: Batch) -> Sequence[str]:  # noqa: ARG002 - reads all files there are
        """All models anew."""
        return [*self._command(), "--full-refresh"]

    def adding(self, batch: Batch) -> Sequence[str]:  # noqa: ARG002 - its models know how far they are
        """The models that depend on events."""
        return [*self._command(), "--exclude", "tag:reference"]

    def _command(self) -> Sequence[str]:
        project = str(self.folder / "project")
        places = ("--project-dir", project, "--profiles-dir", project, "--log-path", str(self.folder / "logs"))
        return ["-m", "dbt.cli.main", "--quiet", "run", *places]


class SqlMesh(Contender):
    """SQLMesh with models by time range and by unique key."""

    name = "SQLMesh"
    schema = "star"

    def set_up(self) -> None:
        """Its project, in a folder that it may write to."""
        shutil.copytree(PROJECTS / "sqlmesh", self.folder / "project")

    def building(self, batch: Batch) -> Sequence[str]:
        """Plan and apply."""
        return self._command("build", batch)

    def adding(self, batch: Batch) -> Sequence[str]:
        """Run what is due."""
        return self._command("add", batch)

    def _command(self, action: str, batch: Batch) -> Sequence[str]:
        # An article a minute, see `logs.grow`: now is when the next one would come.
        now = START + timedelta(minutes=batch.end)
        return ["-m", "bench.peers.sqlmesh_star", str(self.folder / "project"), action, now.isoformat(" ")]


def contenders(folder: Path, exported: Path, python: Path | None) -> list[Contender]:
    """Each in a folder below `folder`. Without an interpreter there are none."""
    kinds: tuple[type[Contender], ...] = (Dlt, Dbt, SqlMesh)
    return [kind(folder / kind.name.lower(), exported, python) for kind in kinds] if python else []
