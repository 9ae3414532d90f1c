"""Changed SQL means a rebuild beside the file that is served. One that fails, however it fails, leaves that one serving."""

import multiprocessing
import shutil
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import pytest
from databases import REFERENCE, TABLES, Rows, contents, rows_of
from houses import House

from pipelines.errors import CasebookError, CheckFailedError, SqlFailedError
from pipelines.eventlog import EventLog
from pipelines.load import opening, sqlfiles
from pipelines.load.gate import check_and_approve
from pipelines.load.projection import bring_forward
from pipelines.load.publish import Files, approved_candidate, candidate, load, publish

SOURCE = sqlfiles.SQL_ROOT
SPAWN = multiprocessing.get_context("spawn")

# Runs for hours: whoever is to be killed in the middle of a projection waits here.
ENDLESS = "create or replace temp table waiting as select sum(hash(a.range + b.range)) from range(9999999) as a, range(9999999) as b;"

BREAKS = {
    "views/figures.sql": "create view",
    "schema/case_history.sql": "create table case_history (twice integer);",
    "staging/envelope.sql": "select no_such_function();",
    "projections/62_case_measure_history.sql": "insert into case_measure_history select null from range(3);",
    "projections/90_warehouse_state.sql": "select 'no number'::integer;",
}


@pytest.fixture
def sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of sql/ that is used in place of it."""
    copy = tmp_path / "sql"
    shutil.copytree(sqlfiles.SQL_ROOT, copy)
    monkeypatch.setattr(sqlfiles, "SQL_ROOT", copy)
    return copy


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Published with SQL that works, with one more article in the log since. Not to be written to."""
    made = House(tmp_path_factory.mktemp("pristine") / "warehouse")
    for _ in range(2):
        made.tell()
        made.refresh()
    made.tell()
    return made


@pytest.fixture(scope="module")
def whole(pristine: House, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """What a rebuild of that log gives, with the SQL that works."""
    fresh = tmp_path_factory.mktemp("whole") / "fresh.duckdb"
    bring_forward(fresh, pristine.log, REFERENCE)
    return contents(fresh, TABLES)


@pytest.fixture
def house(pristine: House, tmp_path: Path, sql: Path) -> House:
    """A copy whose SQL can be broken."""
    assert sql.is_dir()
    return pristine.copy_to(tmp_path / "warehouse")


def _append(file: Path, text: str) -> None:
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


def _refresh_as_the_jobs_do(house: House, *, rebuild: bool = False) -> None:
    """Load, check, publish what passed: what the assets of orchestration call."""
    loaded = load(house.files, house.log, REFERENCE, rebuild=rebuild)
    check_and_approve(house.files, loaded.path)
    publish(house.files, approved_candidate(house.files))


def _serves_as_before(house: House, attempt: Callable[[], object], error: type[CasebookError], words: str) -> None:
    before, rows = house.files.published.stat(), rows_of(house.files.published, "from figures")
    with pytest.raises(error, match=words):
        attempt()
    after = house.files.published.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (before.st_ino, before.st_mtime_ns, before.st_size)
    assert rows_of(house.files.published, "from figures") == rows
    assert house.shown() == 2


@pytest.mark.parametrize("broken", sorted(BREAKS))
def test_broken_sql_is_named_and_the_old_file_goes_on_serving(
    house: House, sql: Path, whole: dict[str, Rows], broken: str
) -> None:
    _append(sql / broken, BREAKS[broken])
    for rebuild in (False, True):
        _serves_as_before(house, partial(house.refresh, rebuild=rebuild), SqlFailedError, f"sql/{broken} failed")
    shutil.copyfile(SOURCE / broken, sql / broken)
    loaded = house.refresh()
    assert not loaded.rebuilt, "the file that was served is built on again"
    assert house.shown() == 3
    assert contents(house.files.published, TABLES) == whole


def test_what_fails_a_check_is_not_published(house: House, sql: Path, whole: dict[str, Rows]) -> None:
    _append(sql / "projections" / "60_case_history.sql", "insert into case_history from case_history;")
    for rebuild in (False, True):
        attempt = partial(_refresh_as_the_jobs_do, house, rebuild=rebuild)
        _serves_as_before(house, attempt, CheckFailedError, "have not passed")
    with pytest.raises(CheckFailedError, match="have not passed"):
        approved_candidate(house.files)
    shutil.copyfile(SOURCE / "projections" / "60_case_history.sql", sql / "projections" / "60_case_history.sql")
    _refresh_as_the_jobs_do(house)
    assert house.shown() == 3
    assert contents(house.files.published, TABLES) == whole


def test_a_broken_check_is_named(house: House, sql: Path) -> None:
    _append(sql / "checks" / "log_gapless.sql", "selec")
    _serves_as_before(
        house, lambda: _refresh_as_the_jobs_do(house), SqlFailedError, "sql/checks/log_gapless.sql failed"
    )


def test_a_later_load_takes_the_approval_back(house: House) -> None:
    _refresh_as_the_jobs_do(house)
    assert approved_candidate(house.files) == candidate(house.files)
    house.tell()
    load(house.files, house.log, REFERENCE)
    with pytest.raises(CheckFailedError):
        approved_candidate(house.files)


def _load_with(sql: str, folder: str, started: Event) -> None:
    sqlfiles.SQL_ROOT = Path(sql)
    started.set()
    load(Files(Path(folder)), EventLog(f"{folder}/log"), REFERENCE)


def test_a_rebuild_that_is_killed_leaves_the_old_file_serving(
    house: House, sql: Path, whole: dict[str, Rows], tmp_path: Path
) -> None:
    slow = tmp_path / "slow"
    shutil.copytree(sql, slow)
    _append(slow / "projections" / "62_case_measure_history.sql", ENDLESS)
    standby, started = house.files.standby(), SPAWN.Event()
    held = standby.stat().st_ino
    process = SPAWN.Process(target=_load_with, args=(str(slow), str(house.files.warehouse), started))
    process.start()
    assert started.wait(120)
    deadline = time.monotonic() + 120
    while not standby.exists() or standby.stat().st_ino == held:
        assert time.monotonic() < deadline, "the rebuild has begun: there is another file in the place of the standby"
        time.sleep(0.05)
    time.sleep(1)
    assert process.is_alive()
    process.kill()
    process.join()
    assert house.shown() == 2
    assert not house.refresh().rebuilt
    assert house.shown() == 3
    assert contents(house.files.published, TABLES) == whole


def test_changed_sql_is_built_beside_and_then_swapped_in(house: House, sql: Path) -> None:
    served = house.files.served()
    _append(sql / "views" / "figures.sql", "create view louder_figures as select upper(quote) as quote from figures;")
    loaded = load(house.files, house.log, REFERENCE)
    assert loaded.rebuilt
    assert house.files.served() == served != loaded.path
    publish(house.files, loaded.path)
    assert house.files.served() == loaded.path
    assert len(rows_of(house.files.published, "from louder_figures")) == 3
    house.tell()
    assert not house.refresh().rebuilt, "the other side starts as a copy of the new one"


def test_a_projection_that_lacks_memory_is_begun_again_with_more(
    pristine: House, whole: dict[str, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many threads need more than few do, each of them; also the table of all days does not fit into so little."""
    monkeypatch.setattr(opening, "_TO_WRITE", "4MB")
    fresh = tmp_path / "fresh.duckdb"
    assert bring_forward(fresh, pristine.log, REFERENCE).created
    monkeypatch.undo()
    assert contents(fresh, TABLES) == whole
    monkeypatch.setattr(opening, "_TO_WRITE", "4MB")
    monkeypatch.setattr(opening, "_MUCH", "5MB")
    with pytest.raises(duckdb.OutOfMemoryException):
        bring_forward(tmp_path / "other.duckdb", pristine.log, REFERENCE)
