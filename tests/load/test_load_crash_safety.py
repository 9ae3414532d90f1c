"""A process that dies in the middle of a load leaves nothing that the next one cannot make good."""

import multiprocessing
import random
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import pytest
from builders import Desk, Telling, small_reference
from databases import TABLES, contents

from pipelines.errors import SqlFailedError
from pipelines.eventlog import EventLog
from pipelines.load.projection import bring_forward
from pipelines.load.publish import Files, candidate, load, publish

SPAWN = multiprocessing.get_context("spawn")

# Longer than a load takes, so that some die early, some late and some not at all.
_LONGEST_LIFE_SECONDS = 0.6


def _load_and_publish(folder: str, started: Event) -> None:
    files = Files(Path(folder))
    reference = small_reference()
    started.set()
    load(files, EventLog(f"{folder}/log"), reference)
    publish(files, candidate(files))


def _start_and_kill(folder: Path, life: float) -> None:
    started = SPAWN.Event()
    process = SPAWN.Process(target=_load_and_publish, args=(str(folder), started))
    process.start()
    assert started.wait(60)
    time.sleep(life)
    process.kill()
    process.join()


def _tell(desk: Desk, number: int) -> None:
    article = f"{number}.txt"
    telling = Telling(article, desk.capture(article))
    desk.tell(telling, telling.case(), telling.linked(case_id=f"case {number % 2}"), telling.figure(value=number + 1))


@pytest.mark.parametrize("kills", [3, pytest.param(15, marks=pytest.mark.slow)])
def test_a_killed_load_is_made_good_by_the_next(tmp_path: Path, kills: int) -> None:
    files = Files(tmp_path)
    log = EventLog(str(tmp_path / "log"))
    log.create()
    desk = Desk(log)
    lives = random.Random(kills)
    for number in range(kills):
        _tell(desk, number)
        _start_and_kill(tmp_path, lives.uniform(0, _LONGEST_LIFE_SECONDS))
        if number % 2:
            load(files, log, small_reference())
            publish(files, candidate(files))
            _check(files, log, tmp_path)
    load(files, log, small_reference())
    publish(files, candidate(files))
    _check(files, log, tmp_path)


def test_a_file_that_was_only_begun_is_built(log: EventLog, tmp_path: Path) -> None:
    _tell(Desk(log), 1)
    begun, fresh = tmp_path / "begun.duckdb", tmp_path / "fresh.duckdb"
    duckdb.connect(str(begun)).close()
    assert bring_forward(begun, log, small_reference()).created
    bring_forward(fresh, log, small_reference())
    assert contents(begun) == contents(fresh)


def test_a_projection_that_fails_leaves_the_file_as_it_was(log: EventLog, tmp_path: Path) -> None:
    """Two rows for one position cannot be staged: the whole transaction is undone, the checkpoint too."""
    desk = Desk(log)
    _tell(desk, 1)
    file = tmp_path / "x.duckdb"
    bring_forward(file, log, small_reference())
    _tell(desk, 2)
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "insert into events.envelope select * replace (? as position) from events.envelope where position = 1",
            [log.head()],
        )
    before = contents(file)
    with pytest.raises(SqlFailedError, match=r"sql/projections/10_stage_events\.sql failed \(Constraint Error"):
        bring_forward(file, log, small_reference())
    assert contents(file) == before


def _check(files: Files, log: EventLog, folder: Path) -> None:
    fresh = folder / "fresh.duckdb"
    fresh.unlink(missing_ok=True)
    bring_forward(fresh, log, small_reference())
    assert contents(files.published, TABLES) == contents(fresh, TABLES)
    fresh.unlink()
