"""What readers see: whole files, swapped under their feet without their noticing, and nothing that others wrote."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb
import pytest
from builders import Desk, notes, small_reference
from databases import REFERENCE
from houses import House

from pipelines.errors import LogCorruptError, NotAWarehouseError, UsageError
from pipelines.load import sqlfiles
from pipelines.load.checks import check_files, failures
from pipelines.load.gate import check_and_approve
from pipelines.load.projection import read_state
from pipelines.load.publish import Files, candidate, load, passed_on, publish, published_or_error

DAMAGED_SEALS = (
    *(b"", b"[]", b"null", b"\xff\xfe", b'{"stamps": 3, "candidate": "left.duckdb"}', b'{"stamps": {}}'),
    b'{"stamps": {}, "candidate": null, "approved": {}, "passed": {"left.duckdb": [5, "of an older version"]}}',
    b'{"stamps": {}, "candidate": null, "approved": {}, "passed": 3}',
)


@pytest.fixture
def new_house(tmp_path: Path) -> House:
    """With something to tell, never loaded."""
    made = House(tmp_path / "warehouse")
    made.tell()
    return made


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The same, published once. Not to be written to."""
    return House.published(tmp_path_factory.mktemp("pristine") / "warehouse", articles=1)


@pytest.fixture
def house(pristine: House, tmp_path: Path) -> House:
    """One of the test's own, published once."""
    return pristine.copy_to(tmp_path / "warehouse")


_READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
for line in sys.stdin:
    print(connection.execute(line).fetchall()[0][0], flush=True)
"""


class Client:
    """Somebody in another process who keeps the published file open."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, sql: str) -> str:
        """The first value of a query."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(sql + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def client(path: Path, mode: str = "read") -> Iterator[Client]:
    command = [sys.executable, "-c", _READER, str(path), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        found = Client(process)
        assert found.ask("select 1") == "1"
        yield found
        with suppress(BrokenPipeError):
            process.communicate()


def _no_wal(house: House) -> None:
    assert not list(house.files.warehouse.glob("*.wal"))
    assert not list(house.files.warehouse.glob("projection/*.wal"))
    assert not list(house.files.warehouse.glob(".*next"))


def test_left_and_right_take_turns(new_house: House) -> None:
    sides = []
    for told in range(1, 5):
        loaded = new_house.refresh()
        assert loaded.changed
        sides.append(loaded.path.name)
        assert new_house.files.served() == loaded.path
        assert new_house.shown() == told
        _no_wal(new_house)
        new_house.tell()
    assert sides == ["left.duckdb", "right.duckdb", "left.duckdb", "right.duckdb"]


def test_each_side_is_brought_forward_and_not_built_anew(new_house: House, tmp_path: Path) -> None:
    first = new_house.refresh()
    assert first.rebuilt
    assert first.events == new_house.log.head()
    new_house.tell()
    assert not new_house.refresh().rebuilt, "the other side starts as a copy of the first"
    before = new_house.log.head()
    new_house.tell()
    third = new_house.refresh()
    assert not third.rebuilt
    assert third.events < new_house.log.head()
    assert third.position == new_house.log.head() > before
    new_house.check_whole(tmp_path)


def test_nothing_new_changes_nothing(house: House) -> None:
    before = house.files.published.stat()
    sides = sorted(house.files.seals.parent.iterdir())
    for _ in range(2):
        loaded = house.refresh()
        assert (loaded.changed, loaded.rebuilt, loaded.events) == (False, False, 0)
    after = house.files.published.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (before.st_ino, before.st_mtime_ns, before.st_size)
    assert sorted(house.files.seals.parent.iterdir()) == sides


def test_an_open_reader_keeps_its_file_and_blocks_nobody(house: House, tmp_path: Path) -> None:
    with client(house.files.published) as early:
        for told in (2, 3, 4):
            house.tell()
            house.refresh()
            assert house.shown() == told
            assert early.ask("select count(*) from figures") == "1"
            _no_wal(house)
        with client(house.files.published) as late:
            assert late.ask("select count(*) from figures") == "4"
            house.tell()
            house.refresh()
            assert late.ask("select count(*) from figures") == "4"
            assert early.ask("select count(*) from figures") == "1"
    house.check_whole(tmp_path)


def test_a_standby_that_a_reader_holds_is_replaced_by_a_copy(house: House) -> None:
    with client(house.files.published) as reader:
        house.tell()
        house.refresh()
        held = house.files.standby().stat().st_ino
        house.tell()
        loaded = house.refresh()
        assert not loaded.rebuilt, "a copy of the served file is brought forward, nothing is built anew"
        assert loaded.path.stat().st_ino != held
        assert reader.ask("select count(*) from figures") == "1"
    assert house.shown() == 3


def test_what_somebody_else_wrote_is_not_published_again(house: House, tmp_path: Path) -> None:
    house.tell()
    house.refresh()
    with closing(duckdb.connect(str(house.files.published))) as connection:
        connection.execute("update fact_figure_history set value = 999")
        connection.execute("create table mine (x integer)")
    assert house.refresh().changed, "without a new event, too"
    house.check_whole(tmp_path)
    for _ in range(2):
        house.tell()
        house.refresh()
        house.check_whole(tmp_path)


def test_a_touched_file_is_not_trusted(house: House, tmp_path: Path) -> None:
    os.utime(house.files.published)
    assert house.refresh().changed
    house.check_whole(tmp_path)


def test_a_file_put_in_place_of_the_published_one_is_replaced(house: House, tmp_path: Path) -> None:
    house.files.published.unlink()
    house.files.published.write_text("not a database", encoding="utf-8")
    house.refresh()
    house.check_whole(tmp_path)


def test_a_writer_that_was_killed_leaves_nothing_that_hurts(house: House, tmp_path: Path) -> None:
    with client(house.files.published, "write") as writer:
        assert writer.ask("update fact_figure_history set value = 999 returning 1") == "1"
        os.kill(writer.process.pid, signal.SIGKILL)
    assert house.files.foreign_wal.exists(), "what this test is about"
    house.refresh()
    _no_wal(house)
    house.check_whole(tmp_path)


@pytest.mark.slow
def test_somebody_who_has_the_published_file_open_for_writing_does_not_stop_a_refresh(
    house: House, tmp_path: Path
) -> None:
    with client(house.files.published, "write") as writer:
        for _ in range(3):
            house.tell()
            house.refresh()
        assert writer.ask("select count(*) from figures") == "1"
    house.tell()
    house.refresh()
    house.check_whole(tmp_path)


def test_other_reference_data_means_a_rebuild(house: House) -> None:
    changed = house.refresh(small_reference("another version"))
    assert changed.rebuilt
    assert changed.changed
    house.tell()
    again = house.refresh(small_reference("another version"))
    assert not again.rebuilt, "the other side is copied from the new one"
    state = read_state(house.files.published)
    assert state is not None
    assert state.position == house.log.head()


def test_other_sql_means_a_rebuild(house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "sql"
    shutil.copytree(sqlfiles.SQL_ROOT, copy)
    monkeypatch.setattr(sqlfiles, "SQL_ROOT", copy)
    assert not house.refresh().changed
    with (copy / "views" / "figures.sql").open("a", encoding="utf-8") as file:
        file.write("-- a change\n")
    assert house.refresh().rebuilt


def test_a_rebuild_on_demand_starts_at_position_one(house: House, tmp_path: Path) -> None:
    house.tell()
    house.refresh()
    rebuilt = house.refresh(rebuild=True)
    assert (rebuilt.rebuilt, rebuilt.events) == (True, house.log.head())
    house.check_whole(tmp_path)


def test_a_load_that_was_never_published_is_taken_up(house: House, tmp_path: Path) -> None:
    house.tell()
    load(house.files, house.log, REFERENCE)
    assert house.shown() == 1
    house.tell()
    house.refresh()
    assert house.shown() == 3
    house.check_whole(tmp_path)


@pytest.mark.slow
def test_a_log_that_lost_its_end_is_not_published(house: House, tmp_path: Path) -> None:
    shutil.copytree(house.log.uri, tmp_path / "backup")
    house.tell()
    house.refresh()
    shutil.rmtree(house.log.uri)
    shutil.copytree(tmp_path / "backup", house.log.uri)
    for _ in range(2):
        with pytest.raises(LogCorruptError, match="rebuild"):
            house.refresh()
    assert house.shown() == 2
    house.refresh(rebuild=True)
    house.desk = Desk(house.log)
    for _ in range(2):
        house.desk.commit(notes(house.log.head()))
        house.refresh()
        house.check_whole(tmp_path)


def test_another_log_of_the_same_length_is_noticed(house: House, tmp_path: Path) -> None:
    head = house.log.head()
    shutil.rmtree(house.log.uri)
    house.log.create()
    Desk(house.log).commit(*(notes(number) for number in range(head - 1)))
    assert house.log.head() == head
    with pytest.raises(LogCorruptError, match="rebuild"):
        house.refresh()
    house.refresh(rebuild=True)
    house.check_whole(tmp_path)


def test_nothing_loaded_yet_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing has been loaded"):
        candidate(Files(tmp_path))
    with pytest.raises(NotAWarehouseError, match="refresh"):
        published_or_error(Files(tmp_path))
    with pytest.raises(NotAWarehouseError, match="no such folder"):
        published_or_error(Files(tmp_path / "nowhere"))
    assert read_state(tmp_path / "nothing.duckdb") is None


@pytest.mark.parametrize("kind", ["text", "other database"])
def test_a_file_that_is_no_projection_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.duckdb"
    if kind == "text":
        path.write_text("text", encoding="utf-8")
    else:
        with closing(duckdb.connect(str(path))) as connection:
            connection.execute("create table t (x integer)")
    with pytest.raises(NotAWarehouseError, match=r"x\.duckdb"):
        read_state(path)


def test_damaged_seals_cost_time_and_lose_nothing(house: House, tmp_path: Path) -> None:
    for told, seals in enumerate(DAMAGED_SEALS, 2):
        house.files.seals.write_bytes(seals)
        house.tell()
        house.refresh()
        assert house.shown() == told, seals
    house.check_whole(tmp_path)


class TestWhatPassedTheChecks:
    """Up to which position they need not look again."""

    def test_is_known_of_each_side_and_forgotten_with_it(self, tmp_path: Path) -> None:
        house = House(tmp_path / "warehouse")
        files, known = house.files, []
        for _ in range(3):
            house.tell()
            path = load(files, house.log, REFERENCE).path
            known.append(dict(passed_on(files, path)))
            check_and_approve(files, path)
            publish(files, path)
        assert known[0] == {}
        assert len(known[1]) == len(check_files())
        assert known[1] == known[2], "the second side was a copy of the first"
        assert all(0 < position < house.log.head() for position in known[1].values())
        rebuilt = load(files, house.log, REFERENCE, rebuild=True).path
        assert passed_on(files, rebuilt) == {}

    def test_is_what_the_checks_looked_at_and_no_more(self, tmp_path: Path) -> None:
        """A side that did not pass is looked at again, with what came since."""
        house = House(tmp_path / "warehouse")
        house.tell()
        path = load(house.files, house.log, REFERENCE).path
        with closing(duckdb.connect(str(path))) as connection:
            connection.execute("insert into fact_figure_history from fact_figure_history")
        assert failures(check_and_approve(house.files, path)) != ()
        assert passed_on(house.files, path) == {}

    def test_a_check_that_found_rows_looks_at_everything_again(self, tmp_path: Path) -> None:
        """Of severity warn: what it found is published and shown until it is gone."""
        house = House(tmp_path / "warehouse")
        house.tell()
        path = load(house.files, house.log, REFERENCE).path
        with closing(duckdb.connect(str(path))) as connection:
            connection.execute(
                "insert into fact_figure_history select * replace "
                "('part' as figure_id, true as is_subset, value + 1 as value) from fact_figure_history limit 1"
            )
        for _ in range(2):
            found = {each.name: each.bad_rows for each in check_and_approve(house.files, path)}
            assert {name for name, rows in found.items() if rows} == {"subset_above_total"}
            assert len(passed_on(house.files, path)) == len(found) - 1
