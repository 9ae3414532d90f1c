"""The warehouse folder: created where it may be, and written by one process at a time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import Desk, notes

from pipelines.errors import LockedError, NotAWarehouseError, UsageError
from pipelines.warehouse import Warehouse

_HOLDER = """
import sys, pathlib
from pipelines.warehouse import Warehouse
with Warehouse(pathlib.Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_new_warehouse_has_an_empty_log_and_creating_it_again_keeps_it(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "deep" / "warehouse")
    warehouse.create()
    warehouse.require()
    Desk(warehouse.log).commit(notes(1))
    warehouse.create()
    assert warehouse.log.head() == 2


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotAWarehouseError, match=r"thesis\.txt"):
        Warehouse(tmp_path).create()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_hidden_file_does_not_keep_a_warehouse_away(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()
    Warehouse(tmp_path).create()


def test_a_file_is_no_place_for_a_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(UsageError, match="is a file"):
        Warehouse(path).create()
    with pytest.raises(NotAWarehouseError):
        Warehouse(path).require()


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAWarehouseError, match="no such folder"):
        Warehouse(tmp_path / "nowhere").require()
    with pytest.raises(NotAWarehouseError, match="no event log"):
        Warehouse(tmp_path).require()


@contextmanager
def held(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process has the lock, until its stdin is closed."""
    command = [sys.executable, "-c", _HOLDER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == "held"
        yield holder
        holder.kill()


def test_only_one_process_writes_and_a_dead_one_does_not_count(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.create()
    with held(tmp_path) as holder:
        since = rf"process {holder.pid}, since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC"
        with pytest.raises(LockedError, match=since), warehouse.writing():
            pass
        holder.kill()
    assert str(holder.pid) in (tmp_path / ".lock").read_text(encoding="utf-8"), "the dead one's name is still there"
    with warehouse.writing():
        pass
    with warehouse.writing():
        assert f"process {os.getpid()}," in (tmp_path / ".lock").read_text(encoding="utf-8")
    assert (tmp_path / ".lock").read_text(encoding="utf-8") == ""


def test_who_waits_long_enough_gets_the_lock_and_knows_for_whom_it_waited(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.create()
    with held(tmp_path) as holder:
        waited_for: list[str] = []

        def let_go(name: str) -> None:
            waited_for.append(name)
            assert holder.stdin
            holder.stdin.close()

        with warehouse.writing(60, let_go):
            assert len(waited_for) == 1
            assert waited_for[0].startswith(f"process {holder.pid}, since ")


def test_who_waits_in_vain_is_told(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.create()
    with held(tmp_path), pytest.raises(LockedError, match="--wait"), warehouse.writing(0.5):
        pass


def test_who_only_looked_whether_the_lock_is_free_makes_nobody_fail(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.create()
    with ThreadPoolExecutor(2) as pool:
        looks = [pool.submit(_look, warehouse) for _ in range(20)]
    assert [look.exception() for look in looks if look.exception()] == []


def _look(warehouse: Warehouse) -> None:
    with warehouse.writing():
        pass
