"""A run that is killed at any moment is simply run again: nothing is lost, nothing is there twice."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from refreshing import COMMAND, RAW, World, contents, copy_of, event_ids, positions, refreshed

__all__ = ["refreshed"]

pytestmark = pytest.mark.slow

Moment = Callable[[World], bool]


def after(seconds: float, seen: Moment = lambda _: True) -> Moment:
    """So long after `seen` was first true."""
    since: list[float] = []

    def come(world: World) -> bool:
        if not since and seen(world):
            since.append(time.monotonic())
        return bool(since) and time.monotonic() - since[0] >= seconds

    return come


def there(path: str) -> Moment:
    """Once there is a file that matches `path` below the warehouse."""
    return lambda world: any(world.warehouse.glob(path))


# In the order in which a run comes to them, so that each kill leaves what the next run starts from.
MOMENTS: dict[str, Moment] = {
    "at once": after(0),
    "while Python starts": after(0.4),
    "the folder was created": lambda world: world.warehouse.exists(),
    "the log was created": there("log/_delta_log/00000000000000000000.json"),
    "Dagster was set up": there("dagster/dagster.yaml"),
    "Dagster has begun the run": after(0.3, there("dagster/history/runs/*.db")),
    "ingest has committed": there("log/_delta_log/00000000000000000001.json"),
    "every table is staged": there("stage/case_links.parquet"),
    "Great Expectations is at work": after(1.5, there("stage/case_links.parquet")),
    "the verdicts are written": there("stage/verdicts/rejected-*.parquet"),
    "accepted rows have committed": there("log/_delta_log/00000000000000000002.json"),
    "the projection is under way": after(0.1, there("projection/*.duckdb")),
    "the projection is ready": there("projection/seals.json"),
    "the warehouse was published": there("casebook.duckdb"),
}


def kill_at(world: World, moment: Moment, *command: str) -> bool:
    """Start the command, kill its process group at the moment. False where it came to its end before."""
    process = subprocess.Popen(
        [COMMAND, *command],
        env=world.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while process.poll() is None and not moment(world):
            time.sleep(0.003)
    finally:
        ended = process.poll() is not None
        if not ended:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(60)
    return not ended


def test_killed_at_every_stage_and_run_again_gives_the_same_tables(refreshed: World, tmp_path: Path) -> None:
    world = World(refreshed.raw, tmp_path / "warehouse")
    killed = []
    for name, moment in MOMENTS.items():
        if kill_at(world, moment, "refresh"):
            killed.append(name)
        if world.log.exists():
            assert positions(world.log) == list(range(1, world.log.head() + 1)), name
    # A run may outpace one or two of the later moments.
    assert len(killed) >= 12, killed

    world.refresh()
    assert contents(world.published) == contents(refreshed.published)
    assert positions(world.log) == list(range(1, world.log.head() + 1))
    assert world.log.head() == refreshed.log.head()
    assert len(set(event_ids(world.log))) == world.log.head()
    assert world.refresh().startswith("Nothing new: 0 events appended, nothing changed")
    for leftover in ("stage/*.writing", "dagster/*.writing", "projection/*.copying", ".casebook.duckdb.next"):
        assert not list(world.warehouse.glob(leftover)), leftover


def test_a_killed_update_keeps_the_old_file_in_service_until_it_is_done(refreshed: World, tmp_path: Path) -> None:
    world = copy_of(refreshed, tmp_path)
    before = contents(world.published)
    extra = world.raw / "2025" / "again.txt"
    extra.parent.mkdir()
    extra.write_bytes((RAW / "2024/0322_jining").read_bytes().replace("济宁".encode(), "菏泽".encode()))
    assert kill_at(world, there("projection/right.duckdb"), "refresh")
    assert contents(world.published) == before
    world.refresh()
    assert world.value("select count(*) from figures where article = '2025/again.txt'") > 5  # type: ignore[operator]
    assert len(set(event_ids(world.log))) == world.log.head()


def test_a_killed_rebuild_is_repaired_by_the_next_run(refreshed: World, tmp_path: Path) -> None:
    world = copy_of(refreshed, tmp_path)
    before = contents(world.published)
    assert kill_at(world, there("projection/right.duckdb"), "rebuild")
    assert contents(world.published) == before
    assert "Rebuilt from" in world.casebook("rebuild").stdout
    assert contents(world.published) == before
