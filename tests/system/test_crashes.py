"""Death at the write boundaries of a refresh: the next run makes good what was left, and nothing tells of it."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from crashing import Boundary, Job, by_kind, kill_points, unannounced
from refreshing import COMMAND, World, contents, new_world
from thorough import THOROUGH

from pipelines.eventlog import EventLog
from pipelines.eventlog.schema import LOG_SCHEMA
from pipelines.orchestration.position_tags import BEFORE, POSITION

pytestmark = pytest.mark.slow

ARTICLES = ("2024/0322_jining", "2024/20240601_empty.txt")
PROCESSES = 2
KINDS_AT_LEAST = 15
NOT_PASSED_AT_MOST = 4  # kinds of boundaries, by a run that goes on

# What differs between two runs over the same articles: clocks, names of runs, and what is derived from them.
_OF_THE_RUN = {"recorded_at", "run_id", "digest", "event_id", "batch"}

# Whole writes of a refresh, and what they are to be followed by.
EXPECTED = (
    *("warehouse folder", "log created", "lock", "dagster.yaml", "append from 1", "articles.parquet"),
    *("case_links.parquet", "verdicts.json", "append from 4", "seals.json", "projection in left.duckdb"),
    *("commit of the projection", "checkpoint of the projection", "link", "published file"),
)


@dataclass(frozen=True)
class Undisturbed:
    """A refresh that nothing happened to, and the boundaries that it passed."""

    world: World
    boundaries: list[Boundary]
    tables: Mapping[str, tuple[object, ...]]
    events: list[dict[str, object]]


def told(log: EventLog) -> list[dict[str, object]]:
    """All events in order, without what is of the run."""
    columns = [name for name in LOG_SCHEMA.names if name not in _OF_THE_RUN]
    rows = log.scan(columns).read_all().to_pylist()
    return sorted(rows, key=lambda row: int(row["position"]))


def refresh_of(world: World) -> Job:
    return Job("refresh", world.warehouse, (world.raw,))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    world = new_world(folder, ARTICLES)
    boundaries = refresh_of(world).boundaries()
    return Undisturbed(world, boundaries, contents(world.published), told(world.log))


def test_every_durable_write_is_announced(undisturbed: Undisturbed) -> None:
    assert list(unannounced(undisturbed.boundaries)) == []
    passed = {boundary.name for boundary in undisturbed.boundaries}
    assert {f"after {write}" for write in EXPECTED} <= passed


def test_dead_at_a_boundary_and_run_again_gives_the_same(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """One warehouse goes on from each death to the next. Where such a run does not pass, where the log was written, and when
    thorough at every boundary, die others that are made good at once; at those of a load they do in test_load_crash_safety.
    """
    raw, points = undisturbed.world.raw, by_kind(undisturbed.boundaries, kill_points(undisturbed.boundaries[:-1]))

    def is_made_good(world: World) -> bool:
        is_same = contents(world.published) == undisturbed.tables and told(world.log) == undisturbed.events
        return is_same and not leftovers(world)

    def missed(boundary: int) -> str | None:
        world = World(raw, tmp_path / str(boundary))
        refresh_of(world).kill_at(boundary)
        refresh_of(world).run()
        return None if is_made_good(world) else undisturbed.boundaries[boundary].name

    assert len(points) >= KINDS_AT_LEAST
    world, left = World(raw, tmp_path / "many times dead"), set(points)
    while kind := refresh_of(world).kill_at_any(left):
        left.remove(kind)
    assert is_made_good(world)
    assert len(left) <= NOT_PASSED_AT_MOST, left
    kinds = [kind for kind in points if THOROUGH or kind in left or kind.startswith("after append ")]
    alone = [point for kind in kinds for point in (points[kind] if THOROUGH else points[kind][-1:])]
    with ThreadPoolExecutor(PROCESSES) as pool:
        assert [name for name in pool.map(missed, alone) if name] == []


def test_a_command_that_is_interrupted_and_then_killed_leaves_nothing_in_the_way_of_the_next(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """The same through the command line, where Dagster keeps its record on disk, in the middle of a run."""
    world = World(undisturbed.world.raw, tmp_path / "warehouse")
    code, told_on_stderr = ended(world, signal.SIGINT, CASEBOOK_LOG_FORMAT="json")
    lines = [json.loads(line) for line in told_on_stderr.splitlines()]  # no traceback of any process among them
    assert (code, lines[-1]["exit_code"]) == (130, 130)
    assert lines[-1]["error"].startswith("interrupted; what was done so far is kept")
    [failed] = [line for line in lines if line["event"] == "run failed"]
    assert failed["failed_steps"].endswith(": interrupted")
    (world.warehouse / "stage" / "case_links.parquet").unlink()
    assert ended(world, signal.SIGKILL) == (-signal.SIGKILL, "")
    with closing(sqlite3.connect(world.warehouse / "dagster" / "history" / "runs.db")) as record:
        tagged = "select key, value from runs join run_tags using (run_id) where key in (?, ?) order by runs.id, key"
        tags = record.execute(tagged, [POSITION, BEFORE]).fetchall()
    head = str(world.log.head())
    assert tags == [(POSITION, head), (BEFORE, "0"), (POSITION, head), (BEFORE, head)], "whatever became of the run"
    world.refresh()
    assert contents(world.published) == undisturbed.tables
    assert told(world.log) == undisturbed.events
    assert world.refresh().startswith("Nothing new: ")


def ended(world: World, by: signal.Signals, **environment: str) -> tuple[int, str]:
    """A refresh that a signal ends in the middle, as a terminal sends it: to all of its processes. Code and stderr."""
    with subprocess.Popen(
        [COMMAND, "refresh"],
        env=world.environment(**environment),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and not (world.warehouse / "stage" / "case_links.parquet").exists():
            time.sleep(0.01)
        assert process.poll() is None, "it came to its end before"
        os.killpg(process.pid, by)
        return process.wait(), str(process.communicate()[1])


def leftovers(world: World) -> list[Path]:
    """Drafts that nobody will put in place."""
    return [*world.warehouse.rglob("*.writing"), *world.warehouse.glob(".*.next")]
