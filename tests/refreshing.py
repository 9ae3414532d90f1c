"""Warehouses for the tests of the outermost layer: the samples refreshed once a session, copies of that, small folders.

Fixtures are imported by the test modules that use them. The shared warehouse is made by whichever process of a parallel
run comes first; the others wait for it. It must not be written to: take a `copy_of` it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from subprocess import CompletedProcess

import duckdb
import forks
import pytest

from pipelines.eventlog import EventLog
from pipelines.settings import Settings

ROOT = Path(__file__).parents[1]
RAW = ROOT / "raw"
SEEDS = ROOT.parent / "shared" / "seeds"
COMMAND = str(Path(sys.executable).with_name("casebook"))

# Small and of every kind: GB18030, UTF-16, no suffix, JSON Lines with a broken line, an empty file.
SMALL = (
    "2022/20220428_haicheng_goip_gb18030.txt",
    "2024/0322_jining",
    "2024/20240511_yixing_utf16.txt",
    "2024/20240601_empty.txt",
    "feeds/20240119_wire.jsonl",
)


@dataclass(frozen=True)
class World:
    """A landing folder with a warehouse, and what the refresh that made it printed."""

    raw: Path
    warehouse: Path
    printed: str = ""

    @property
    def settings(self) -> Settings:
        """Settings of this world, free of the environment's."""
        return Settings(raw=self.raw, warehouse=self.warehouse)

    @property
    def published(self) -> Path:
        """The file that analysts open."""
        return self.warehouse / "casebook.duckdb"

    @property
    def log(self) -> EventLog:
        """The event log."""
        return EventLog(str(self.warehouse / "log"))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of the published warehouse."""
        with closing(duckdb.connect(str(self.published), read_only=True)) as connection:
            return connection.execute(sql).fetchall()

    def value(self, sql: str) -> object:
        """The only value of the only row."""
        [[value]] = self.rows(sql)
        return value

    def environment(self, **more: str) -> dict[str, str]:
        """This process's environment with this world in place of any other."""
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("CASEBOOK_", "DAGSTER_"))}
        return {**bare, "CASEBOOK_RAW": str(self.raw), "CASEBOOK_WAREHOUSE": str(self.warehouse), **more}

    def casebook(self, *arguments: str, **more: str) -> "CompletedProcess[str]":
        """Run the command `casebook` in this world, as a fork; `more` goes into the environment."""
        return forks.casebook(arguments, self.environment(**more))

    def command(self, *arguments: str, **more: str) -> "CompletedProcess[str]":
        """The same as a user runs it: the installed program, from its start. It imports for seconds."""
        return subprocess.run(
            [COMMAND, *arguments],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def command_that_loads(self, names: Iterable[str], *arguments: str) -> "CompletedProcess[str]":
        """The same; its last line on stderr says which of the modules `names` it loaded."""
        script = f"""
import atexit, sys
sys.argv = {["casebook", *arguments]!r}
atexit.register(lambda: print(*sorted(sys.modules.keys() & set({tuple(names)!r})), file=sys.stderr))
from pipelines.cli import main
main()
"""
        command = [sys.executable, "-c", script]
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)

    def refresh(self) -> str:
        """Run `casebook refresh`, which must succeed; what it printed."""
        done = self.casebook("refresh")
        assert done.returncode == 0, done.stderr
        return done.stdout


def new_world(folder: Path, files: tuple[str, ...] = SMALL) -> World:
    """A world that holds some of the samples and was never refreshed."""
    world = World(folder / "raw", folder / "warehouse")
    for name in files:
        target = world.raw / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(RAW / name, target)
    return world


def copy_of(world: World, folder: Path) -> World:
    """A world of one's own. `cp -a` keeps the hard link that makes one projection file the published one."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(world.raw), str(world.warehouse), str(folder)], check=True)
    return World(folder / world.raw.name, folder / world.warehouse.name)


@pytest.fixture(scope="session")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> World:
    """All samples, refreshed once. Not to be written to."""
    return _refreshed_once(tmp_path_factory, "refreshed", RAW, World.command)


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The seed articles beside the repository, refreshed once. Not to be written to."""
    return _refreshed_once(tmp_path_factory, "seeds", SEEDS, World.casebook)


def _refreshed_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, raw: Path, command: Callable[..., "CompletedProcess[str]"]
) -> World:
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    printed = folder / "printed.txt"
    with (folder / "making").open("w", encoding="utf-8") as lock:
        flock(lock, LOCK_EX)
        if not printed.exists():
            shutil.copytree(raw, folder / "raw", dirs_exist_ok=True)
            done = command(World(folder / "raw", folder / "warehouse"), "refresh")
            assert done.returncode == 0, done.stderr
            printed.write_text(done.stdout, encoding="utf-8")
    return World(folder / "raw", folder / "warehouse", printed.read_text(encoding="utf-8"))


def contents(path: Path) -> Mapping[str, tuple[object, ...]]:
    """What readers find in a published file, by table and view: columns and sorted rows, without clocks and run ids."""
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'main' order by all"
        ).fetchall()
        return {str(name): _table(connection, str(name)) for (name,) in names}


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[object, ...]:
    described = connection.execute(f'describe "{name}"').fetchall()
    columns = [
        str(column)
        for column, kind, *_ in described
        if "TIMESTAMP" not in str(kind) and column not in ("run_id", "event_id", "projected_root", "digest")
    ]
    listed = ", ".join(f'"{column}"' for column in columns)
    rows = connection.execute(f'select {listed} from "{name}" order by all').fetchall()
    return tuple(columns), tuple(rows)


def positions(log: EventLog) -> list[int]:
    """The positions of all events of the log, sorted."""
    return sorted(log.scan(["position"]).read_all().column("position").to_pylist())


def event_ids(log: EventLog) -> list[str]:
    """The ids of all events of the log."""
    return list(log.scan(["event_id"]).read_all().column("event_id").to_pylist())
