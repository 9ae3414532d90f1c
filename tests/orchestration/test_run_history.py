"""The record of runs is Dagster's own, whoever writes it: same files, same content, and watchers hear of what is written."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy.exc import OperationalError

from pipelines.orchestration.instance import prepare_instance
from pipelines.orchestration.run_history import BATCHES, EventHistory, RunHistory

CHECKS = ("first", "second", "third")


@dg.asset
def thing() -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata={"dagster/row_count": 3}, tags={"kind": "test"})


@dg.multi_asset_check(specs=[dg.AssetCheckSpec(name, asset="thing") for name in CHECKS])
def checks() -> Iterator[dg.AssetCheckResult]:
    for name in CHECKS:
        yield dg.AssetCheckResult(asset_key="thing", check_name=name, passed=name != "second", metadata={"rows": 1})


JOB = dg.Definitions(assets=[thing], asset_checks=[checks], jobs=[dg.define_asset_job("all_of_it")])


@contextmanager
def ours(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """The instance that a warehouse gets."""
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    for name, value in BATCHES.items():
        monkeypatch.setenv(name, value)
    prepare_instance(home)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert isinstance(instance.event_log_storage, EventHistory)
        yield instance


@contextmanager
def dagsters(home: Path) -> Iterator[dg.DagsterInstance]:
    """An instance in the same place that knows nothing of `RunHistory`."""
    (home / "plain.yaml").write_text("telemetry:\n  enabled: false\n", encoding="utf-8")
    with dg.DagsterInstance.from_config(str(home), "plain.yaml") as instance:
        assert type(instance.event_log_storage) is SqliteEventLogStorage
        yield instance


def run(instance: dg.DagsterInstance) -> str:
    done = JOB.resolve_job_def("all_of_it").execute_in_process(instance=instance)
    assert done.success
    return done.run_id


def told(instance: dg.DagsterInstance, run_id: str) -> dict[str, object]:
    """What an instance says of a run: its events in order, and what the index has of the asset and the checks."""
    key = dg.AssetKey("thing")
    [asset] = instance.get_asset_records([key])
    records = [
        record
        for name in CHECKS
        for record in instance.event_log_storage.get_asset_check_execution_history(dg.AssetCheckKey(key, name), 10)
        if record.run_id == run_id
    ]
    materialization = instance.get_latest_materialization_event(key)
    assert materialization is not None
    return {
        "status": instance.get_run_by_id(run_id).status,  # type: ignore[union-attr] # it ran
        "events": [(entry.timestamp, entry.message, entry.step_key) for entry in instance.all_logs(run_id)],
        "kinds": sorted(
            str(entry.dagster_event.event_type) for entry in instance.all_logs(run_id) if entry.dagster_event
        ),
        "asset": (asset.asset_entry.last_run_id, asset.asset_entry.last_materialization_storage_id),
        "tags": instance.get_event_tags_for_asset(key),
        "materialization": (materialization.run_id, materialization.asset_materialization),
        "checks": [(record.key, record.status, record.event.timestamp) for record in records if record.event],
    }


def test_dagster_reads_what_was_written_here_and_the_reverse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ours(tmp_path, monkeypatch) as instance:
        first = run(instance)
        seen_here = told(instance, first)
    with dagsters(tmp_path) as instance:
        assert told(instance, first) == seen_here
        second = run(instance)
        seen_there = told(instance, second)
    with ours(tmp_path, monkeypatch) as instance:
        assert told(instance, second) == seen_there
    assert seen_here["kinds"] == seen_there["kinds"]
    assert len(seen_here["checks"]) == len(CHECKS)  # type: ignore[arg-type] # a list
    assert seen_here["tags"]


def test_a_batch_is_recorded_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ours(tmp_path, monkeypatch) as instance:
        events = instance.all_logs(run(instance))
    whole, broken = EventHistory(str(tmp_path / "whole")), EventHistory(str(tmp_path / "broken"))
    whole.store_event_batch(events)
    with pytest.raises(TypeError):
        broken.store_event_batch([*events, events[-1]._replace(timestamp="yesterday")])  # type: ignore[arg-type] # the point
    for history, count in ((whole, len(events)), (broken, 0)):
        assert len(history.get_logs_for_run(events[0].run_id)) == count
        assert history.has_asset_key(dg.AssetKey("thing")) is bool(count)
        history.dispose()


def test_results_of_a_step_are_written_with_what_follows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ours(tmp_path, monkeypatch) as instance:
        events = instance.all_logs(run(instance))
    kinds = [event.dagster_event_type for event in events]
    place = kinds.index(dg.DagsterEventType.STEP_OUTPUT)
    writer, reader = EventHistory(str(tmp_path / "held")), SqliteEventLogStorage(str(tmp_path / "held"))
    run_id = events[0].run_id
    for event in events[: place + 1]:
        writer.store_event(event)
    assert [kind.dagster_event_type for kind in reader.get_logs_for_run(run_id)] == kinds[:place]
    writer.store_event(events[place + 1])
    assert [kind.dagster_event_type for kind in reader.get_logs_for_run(run_id)] == kinds[: place + 2]
    writer.store_event(events[place])
    assert len(writer.get_logs_for_run(run_id)) == place + 3, "who asks the writer is told of what it holds"
    writer.store_event(events[place])
    writer.dispose()
    assert len(reader.get_logs_for_run(run_id)) == place + 4


def test_who_watches_a_run_hears_of_its_events_while_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The UI in its process does. SQLite tells by the run's file; a connection left open would keep the news from it."""
    with ours(tmp_path, monkeypatch) as instance:
        events = instance.all_logs(run(instance))
        writer, reader = EventHistory(str(tmp_path / "watched")), EventHistory(str(tmp_path / "watched"))
        writer.store_event(events[0])
        heard, everything = [], threading.Event()

        def listen(event: dg.EventLogEntry, _cursor: str) -> None:
            heard.append(event.message)
            if len(heard) == 2:
                everything.set()

        reader.watch(events[0].run_id, None, listen)
        writer.store_event(events[1])
        assert everything.wait(20), heard
        for each in (writer, reader):
            each.dispose()


def test_a_history_that_was_deleted_is_told_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An erasure deletes the history, also from under a UI that has it open."""
    with ours(tmp_path, monkeypatch) as instance:
        run(instance)
        assert instance.get_latest_materialization_event(dg.AssetKey("thing"))
        shutil.rmtree(tmp_path / "history")
        with pytest.raises(OperationalError):
            instance.get_latest_materialization_event(dg.AssetKey("thing"))


def test_threads_do_not_disturb_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ours(tmp_path, monkeypatch) as instance:
        events = instance.all_logs(run(instance))
    history = EventHistory(str(tmp_path / "threads"))
    runs = [f"run-{number}" for number in range(4)]

    def write(run_id: str) -> None:
        for event in events:
            history.store_event(event._replace(run_id=run_id))

    threads = [threading.Thread(target=write, args=(run_id,)) for run_id in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(history.get_logs_for_run(run_id)) for run_id in runs] == [len(events)] * len(runs)
    history.dispose()


def test_events_of_several_runs_that_wait_are_all_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ours(tmp_path, monkeypatch) as instance:
        events = instance.all_logs(run(instance))
    waits = next(e for e in events if e.dagster_event_type is dg.DagsterEventType.STEP_OUTPUT)
    history = EventHistory(str(tmp_path / "several"))
    runs = [f"run-{number}" for number in range(4)]
    for run_id in runs:
        history.store_event(waits._replace(run_id=run_id))
    history.store_event(events[0]._replace(run_id=runs[0]))
    assert [len(history.get_logs_for_run(run_id)) for run_id in runs] == [2, 1, 1, 1]
    history.dispose()


def test_the_history_says_where_it_lies(tmp_path: Path) -> None:
    history = RunHistory.from_config_value(None, {"base_dir": str(tmp_path)})
    assert isinstance(history.event_log_storage, EventHistory)
    assert list(tmp_path.rglob("index.db")) == [tmp_path / "history" / "runs" / "index.db"]
    history.dispose()
