"""Trouble that passes makes a step try again after pauses; a mistake, and trouble that stays, end the run."""

import errno
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from daemons import daemon_of
from refreshing import World, new_world

from pipelines.disk_trouble import causes
from pipelines.errors import AppendConflictError, DiskError, LockedError, UsageError
from pipelines.orchestration import trying
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.causes import gave_up_on_passing_trouble
from pipelines.passing_trouble import is_passing
from pipelines.warehouse import Warehouse

HOLDER = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (LockedError("process 7"), True),
        (AppendConflictError(9), True),
        (OSError(errno.EBUSY, "Device or resource busy"), True),
        (OSError(errno.ESTALE, "Stale file handle"), True),
        (RuntimeError("Generic error: Resource temporarily unavailable (os error 11)"), True),
        (UsageError("the landing folder does not exist"), False),
        (DiskError("full", "No space left on device"), False),
        (OSError(errno.EACCES, "Permission denied"), False),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), False),
        (KeyError("a defect"), False),
    ],
    ids=repr,
)
def test_what_passes_by_itself(error: Exception, passes: bool) -> None:
    assert is_passing(error) == passes
    wrapped = RuntimeError("step failed")
    wrapped.__cause__ = error
    assert is_passing(wrapped) == passes


def test_a_mistake_that_is_told_of_while_something_was_busy_is_a_mistake() -> None:
    mistake = UsageError("give the commands one after the other")
    mistake.__context__ = LockedError("process 7")
    assert not is_passing(mistake)


def test_a_file_that_another_program_writes_is_busy(tmp_path: Path) -> None:
    path = str(tmp_path / "x.duckdb")
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdin=-1, stdout=-1, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(duckdb.IOException) as caught:
            duckdb.connect(path)
        holder.communicate()
    assert is_passing(caught.value)


def _events(result: dg.ExecuteInProcessResult, kind: dg.DagsterEventType) -> list[str]:
    return [str(event.step_key) for event in result.all_events if event.event_type is kind]


@contextmanager
def _run(world: World, job: str) -> Iterator[tuple[dg.ExecuteInProcessResult, dg.DagsterInstance]]:
    with dg.DagsterInstance.ephemeral() as instance:
        definition = build_definitions(world.settings).resolve_job_def(job)
        yield definition.execute_in_process(instance=instance, raise_on_error=False), instance


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = new_world(tmp_path)
    Warehouse(made.warehouse).create()
    return made


def test_a_step_waits_for_the_lock_and_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "FIRST_PAUSE_SECONDS", 0.5)
    release = threading.Event()

    def hold(held: threading.Event) -> None:
        with Warehouse(world.warehouse).writing():
            held.set()
            release.wait()

    held = threading.Event()
    holder = threading.Thread(target=hold, args=[held])
    holder.start()
    held.wait()
    threading.Timer(1, release.set).start()
    with _run(world, "load") as (result, _):
        holder.join()
        assert result.success
        retried = _events(result, dg.DagsterEventType.STEP_UP_FOR_RETRY)
    assert retried
    assert set(retried) == {"star_schema"}, "who has the lock keeps it to the end"


def test_a_lock_that_stays_ends_the_run_after_some_tries(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(trying, "TRIES", 2)
    with Warehouse(world.warehouse).writing(), _run(world, "load") as (result, instance):
        assert not result.success
        assert _events(result, dg.DagsterEventType.STEP_UP_FOR_RETRY) == ["star_schema"] * 2
        assert _events(result, dg.DagsterEventType.STEP_FAILURE) == ["star_schema"]
        assert gave_up_on_passing_trouble(instance, result.run_id)
        definition = build_definitions(world.settings).resolve_job_def("load")
        with pytest.raises(dg.DagsterError) as caught:
            definition.execute_in_process(instance=instance)
    assert any(isinstance(cause, LockedError) for cause in causes(caught.value)), "the command line names the holder"


def test_a_mistake_is_not_tried_again(world: World) -> None:
    for path in sorted(world.raw.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    world.raw.rmdir()
    with _run(world, "refresh") as (result, instance):
        assert not result.success
        assert _events(result, dg.DagsterEventType.STEP_UP_FOR_RETRY) == []
        assert not gave_up_on_passing_trouble(instance, result.run_id)


@pytest.mark.slow
def test_two_runs_that_are_launched_at_once_go_one_after_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with daemon_of(world, monkeypatch) as daemon:
        launched = [daemon.submit("load"), daemon.submit("load")]
        daemon.turn_queue()
        statuses = daemon.unfinished()
        assert [status is dg.DagsterRunStatus.QUEUED for status in map(statuses.get, launched)] == [False, True]
        daemon.finish()
        first, second = (daemon.instance.get_run_record_by_id(run_id) for run_id in launched)
        assert first is not None
        assert second is not None
        assert {record.dagster_run.status for record in (first, second)} == {dg.DagsterRunStatus.SUCCESS}
        assert (first.end_time or 0) <= (second.start_time or 0)
        retried = daemon.instance.get_records_for_run(launched[1], of_type=dg.DagsterEventType.STEP_UP_FOR_RETRY)
    assert not retried.records, "it waited in the queue, not for the lock"
