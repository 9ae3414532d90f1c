"""A refresh since which nothing has changed is not run again; whatever changes, it is."""

import json
import os
import sqlite3
import sys
import sysconfig
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

import dagster as dg
import duckdb
import pytest
from builders import notes
from refreshing import World, copy_of, new_world

from pipelines import last_refresh
from pipelines.last_refresh import BELIEVED_SECONDS, Inputs, inputs_of, note_refresh, unchanged_since
from pipelines.orchestration.build import build_definitions
from pipelines.warehouse import Warehouse

UNCHANGED = "nothing has changed since the refresh"
FILE = "2022/20220428_haicheng_goip_gb18030.txt"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world that was refreshed when its files were no longer new."""
    world = new_world(tmp_path_factory.mktemp("settled"))
    time.sleep(2.1)
    return replace(world, printed=world.refresh())


@pytest.fixture
def world(settled: World, tmp_path: Path) -> World:
    """A copy of it for which the same was noted: the files of a copy are others."""
    copied = copy_of(settled, tmp_path)
    last = json.loads(Warehouse(settled.warehouse).last_refresh.read_text(encoding="utf-8"))
    inputs = replace(inputs_of(copied.raw, copied.settings.max_article_bytes), is_settled=True)
    note_refresh(Warehouse(copied.warehouse), inputs, last["run_id"], last["log_head"], last["files_seen"])
    return copied


def is_unchanged(world: World) -> bool:
    settings = world.settings
    return unchanged_since(Warehouse.of(settings), settings.raw, settings.max_article_bytes) is not None


def _runs_of(world: World) -> Path:
    return world.warehouse / "dagster" / "history" / "runs.db"


def runs(world: World) -> int:
    with closing(sqlite3.connect(_runs_of(world))) as record:
        [[count]] = record.execute("select count(*) from runs")
    return int(count)


def test_nothing_is_run_again(settled: World) -> None:
    before = runs(settled)
    printed = settled.refresh()
    assert UNCHANGED in printed
    assert str(settled.published) in printed
    assert runs(settled) == before


def test_what_takes_seconds_to_load_is_not_loaded(world: World) -> None:
    done = world.command_that_loads(("dagster", "great_expectations", "pandas"), "refresh")
    assert (done.returncode, done.stderr) == (0, "\n")
    assert UNCHANGED in done.stdout


def test_a_program_is_told_the_same_as_by_a_run(world: World) -> None:
    told = json.loads(world.casebook("refresh", "--json").stdout)
    assert told["is_run"] is False
    run = json.loads(world.casebook("refresh", "--full", "--json").stdout)
    assert run["is_run"] is True
    assert told.keys() == run.keys()
    by_run = {"run_id", "is_run", "checks_run", "checks_failed"}
    assert {key: told[key] for key in told.keys() - by_run} == {key: run[key] for key in run.keys() - by_run}


def test_what_checks_found_is_told_again(settled: World, world: World) -> None:
    told = _told_of_checks(settled.printed)
    assert told
    assert _told_of_checks(world.refresh()) == told


def _told_of_checks(printed: str) -> list[str]:
    return sorted(line for line in printed.splitlines() if line.startswith("check "))


def _touch(world: World) -> None:
    (world.raw / FILE).touch()


def _same_size_and_time(world: World) -> None:
    file = world.raw / FILE
    before = file.stat()
    content = file.read_bytes()
    file.write_bytes(bytes(reversed(content)))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def _new_file(world: World) -> None:
    (world.raw / "new.txt").write_text("x", encoding="utf-8")


def _mapping(world: World) -> None:
    (world.raw / "feeds" / "mapping.yaml").write_text("text: body\n", encoding="utf-8")


def _no_file(world: World) -> None:
    (world.raw / FILE).unlink()


def _unpublished(world: World) -> None:
    world.published.unlink()


def _written_by_an_analyst(world: World) -> None:
    with closing(duckdb.connect(str(world.published))) as connection:
        connection.execute("create table mine (x int)")


def _no_data_docs(world: World) -> None:
    rmtree(world.warehouse / "data_docs")


def _no_history(world: World) -> None:
    rmtree(world.warehouse / "dagster")


def _event(world: World) -> None:
    world.log.append([notes(1)], actor="somebody", run_id="none", recorded_at=datetime.now(UTC))


def _links(world: World) -> None:
    (world.warehouse / "nowhere").symlink_to("gone")
    (world.warehouse / "loop").symlink_to(".")


def _later_run(world: World, state: str = "FAILURE") -> None:
    with closing(sqlite3.connect(_runs_of(world))) as record, record:
        columns = "pipeline_name, mode, status, run_body"
        record.execute(f"insert into runs (run_id, {columns}) select 'later', {columns} from runs limit 1")
        record.execute("update runs set status = ? where run_id = 'later'", [state])


def _killed_run(world: World) -> None:
    _later_run(world, "STARTED")


def _damaged_record(world: World) -> None:
    _runs_of(world).write_bytes(b"no database")


def _damaged_index(world: World) -> None:
    (world.warehouse / "dagster" / "history" / "runs" / "index.db").write_bytes(b"no database")


def _note_that_says_nothing(world: World) -> None:
    Warehouse(world.warehouse).last_refresh.write_text('{"run_id": 1}', encoding="utf-8")


def _damaged_note(world: World) -> None:
    Warehouse(world.warehouse).last_refresh.write_text("{", encoding="utf-8")


def _old_note(world: World) -> None:
    _ended(world, time.time() - BELIEVED_SECONDS - 1)


def _note_of_the_future(world: World) -> None:
    _ended(world, time.time() + 60)


def _ended(world: World, at: float) -> None:
    note = Warehouse(world.warehouse).last_refresh
    note.write_text(json.dumps(json.loads(note.read_text(encoding="utf-8")) | {"ended_at": at}), encoding="utf-8")


CHANGES: tuple[Callable[[World], None], ...] = (
    *(_touch, _same_size_and_time, _new_file, _mapping, _no_file),
    *(_unpublished, _written_by_an_analyst, _no_data_docs, _no_history, _event),
    *(_links, _later_run, _killed_run, _damaged_record, _damaged_index, _note_that_says_nothing),
    *(_damaged_note, _old_note, _note_of_the_future),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_whatever_changes_is_noticed(world: World, change: Callable[[World], None]) -> None:
    assert is_unchanged(world)
    change(world)
    assert not is_unchanged(world)


def test_other_settings_and_a_log_elsewhere_are_noticed(world: World) -> None:
    settings = world.settings
    assert unchanged_since(Warehouse(world.warehouse), settings.raw, settings.max_article_bytes - 1) is None
    assert unchanged_since(Warehouse(world.warehouse, "elsewhere"), settings.raw, settings.max_article_bytes) is None


def test_another_program_is_noticed(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program"
    (program / "__pycache__").mkdir(parents=True)
    (program / "rules.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(last_refresh, "_PROGRAM", program)
    monkeypatch.setattr(last_refresh, "_LOADED_NS", time.time_ns())
    first = inputs_of(world.raw, 1)
    (program / "__pycache__" / "rules.pyc").write_bytes(b"what Python makes is no other program")
    assert inputs_of(world.raw, 1).digest == first.digest
    (program / "rules.py").write_text("pass", encoding="utf-8")
    other = inputs_of(world.raw, 1)
    assert other.digest != first.digest
    assert not other.is_settled, "it changed after it was loaded: what ran was the one before"


def test_other_libraries_interpreters_and_users_are_noticed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {inputs_of(world.raw, 1).digest}
    monkeypatch.setattr(sys, "version", "another")
    seen.add(inputs_of(world.raw, 1).digest)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    seen.add(inputs_of(world.raw, 1).digest)
    (tmp_path / "library").mkdir()
    seen.add(inputs_of(world.raw, 1).digest)
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    seen.add(inputs_of(world.raw, 1).digest)
    assert len(seen) == 5


def test_a_log_elsewhere_is_not_noted(world: World) -> None:
    note = Warehouse(world.warehouse).last_refresh
    note.unlink()
    note_refresh(Warehouse(world.warehouse, str(world.warehouse / "log")), Inputs("", is_settled=True), "run", 1, 1)
    assert not note.exists()


def test_names_that_are_too_long_for_a_mapping_beside_and_no_text(world: World) -> None:
    (world.raw / f"{'长' * 82}.txt").write_text("短", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(world.raw) + b"/\xd0\xc2.txt")).write_text("x", encoding="utf-8")
    assert not is_unchanged(world)
    time.sleep(2.1)
    assert "rejected: unreadable" not in world.refresh()
    assert UNCHANGED in world.refresh()


def test_a_run_of_some_assets_is_no_refresh(world: World) -> None:
    note = Warehouse(world.warehouse).last_refresh
    note.unlink()
    for chosen in (["captured_articles"], ["captured_articles", "charts"]):
        with dg.DagsterInstance.ephemeral() as instance:
            done = (
                build_definitions(world.settings)
                .resolve_job_def("refresh")
                .execute_in_process(instance=instance, asset_selection=[dg.AssetKey(name) for name in chosen])
            )
        assert done.success
        assert not note.exists()


def test_files_that_are_too_new_are_not_relied_on(world: World) -> None:
    _touch(world)
    inputs = inputs_of(world.raw, world.settings.max_article_bytes)
    assert not inputs.is_settled
    note = Warehouse(world.warehouse).last_refresh
    note.unlink()
    note_refresh(Warehouse(world.warehouse), inputs, "run", 1, 1)
    assert not note.exists()
    note_refresh(Warehouse(world.warehouse), Inputs(inputs.digest, is_settled=True), "run", 1, 1)
    assert note.exists()


def test_a_refresh_that_fails_is_run_again(world: World) -> None:
    _new_file(world)
    time.sleep(2.1)
    world.warehouse.joinpath("stage").rename(world.warehouse / "away")
    world.warehouse.joinpath("stage").write_text("no folder", encoding="utf-8")
    assert world.casebook("refresh").returncode != 0
    world.warehouse.joinpath("stage").unlink()
    world.warehouse.joinpath("away").rename(world.warehouse / "stage")
    assert not is_unchanged(world)
    assert UNCHANGED not in world.refresh()
    assert UNCHANGED in world.refresh()
