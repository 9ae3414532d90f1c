"""Dagster's daemon in the hand of a test: its own loops, one turn at a time, on a warehouse's own instance.

Nothing of Dagster is replaced. Definitions are loaded by a code server in a process of its own, runs go through the
queue and are executed in processes of their own, as under `casebook ui`, but for how these begin (`code_servers`); only
when a loop turns, and what time it is then, is the test's choice.
"""

import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import dagster as dg
import pytest
from code_servers import code_server

# The daemon's parts are not exported at the top.
from dagster._cli.job import _create_run
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill
from dagster._core.remote_representation.code_location import CodeLocation
from dagster._core.remote_representation.external import RemoteRepository
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.test_utils import create_test_daemon_workspace_context, freeze_time
from dagster._core.utils import make_new_backfill_id
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._daemon.asset_daemon import AssetDaemon
from dagster._daemon.backfill import execute_backfill_iteration
from dagster._daemon.run_coordinator.queued_run_coordinator_daemon import QueuedRunCoordinatorDaemon
from dagster._daemon.sensor import execute_sensor_iteration
from dagster._scheduler.scheduler import launch_scheduled_runs
from refreshing import World

from pipelines.orchestration.instance import limit_writers, opened, prepare_instance
from pipelines.orchestration.run_history import BATCHES
from pipelines.warehouse import Warehouse

_LOGGER = logging.getLogger("casebook.tests.daemon")
_PATIENCE_SECONDS = 300  # the machine may have other things to do


class Daemon:
    """The turns of the daemon's loops, for a workspace that holds the project's definitions."""

    def __init__(self, context: WorkspaceProcessContext) -> None:
        """Of an open workspace."""
        self._context = context
        self.instance = context.instance

    @property
    def location(self) -> CodeLocation:
        """The project's definitions, as the code server gives them."""
        [location] = self._context.create_request_context().code_locations
        return location

    @property
    def repository(self) -> RemoteRepository:
        """What the location holds."""
        [repository] = self.location.get_repositories().values()
        return repository

    def start_schedule(self, name: str, now: datetime) -> None:
        """Switch a schedule on, as somebody does in the UI."""
        with freeze_time(now):
            self.instance.start_schedule(self.repository.get_schedule(name))

    def start_sensor(self, name: str) -> None:
        """Switch a sensor on."""
        self.instance.start_sensor(self.repository.get_sensor(name))

    def turn_schedules(self, now: datetime) -> None:
        """One turn of the scheduler, at a time."""
        with freeze_time(now):
            _exhaust(launch_scheduled_runs(self._context, _LOGGER, now, {}))

    def turn_sensors(self, now: datetime) -> None:
        """One turn of the sensors that are due at a time."""
        with freeze_time(now):
            _exhaust(execute_sensor_iteration(self._context, _LOGGER, None, None))

    def turn_automation(self, now: datetime) -> None:
        """One turn of what evaluates automation conditions, at a time."""
        with freeze_time(now):
            AssetDaemon({}, pre_sensor_interval_seconds=30)._run_iteration_impl(self._context, None, {}, {})

    def turn_queue(self) -> None:
        """One turn of what launches queued runs."""
        with QueuedRunCoordinatorDaemon(interval_seconds=1) as queue:
            _exhaust(queue.run_iteration(self._context))

    def submit(self, job: str, tags: Mapping[str, str] | None = None) -> str:
        """Put a run of the job into the queue, as the UI does; its id."""
        remote = self.repository.get_full_job(job)
        run = _create_run(self.instance, self.location, self.repository, remote, {}, tags, None, None)
        self.instance.submit_run(run.run_id, self._context.create_request_context())
        return str(run.run_id)

    def backfill(self, job: str, partitions: Sequence[str]) -> str:
        """Ask for a run of the job for each partition, as the UI does; the backfill's id."""
        [origin] = [
            found.get_remote_origin() for found in self.repository.get_partition_sets() if found.job_name == job
        ]
        asked = PartitionBackfill(
            backfill_id=make_new_backfill_id(),
            status=BulkActionStatus.REQUESTED,
            from_failure=False,
            tags={},
            backfill_timestamp=time.time(),
            partition_set_origin=origin,
            partition_names=partitions,
        )
        self.instance.add_backfill(asked)
        self.turn_backfills()
        return asked.backfill_id

    def cancel_backfill(self, backfill_id: str) -> None:
        """Stop a backfill, as the UI does."""
        asked = self.instance.get_backfill(backfill_id)
        assert asked is not None
        self.instance.update_backfill(asked.with_status(BulkActionStatus.CANCELING))  # type: ignore[no-untyped-call]
        self.turn_backfills()

    def turn_backfills(self) -> None:
        """One turn of what submits the runs of backfills, or cancels them."""
        _exhaust(execute_backfill_iteration(self._context, _LOGGER))

    def finish(self) -> None:
        """Turn the queue until every run has ended."""
        began = time.monotonic()
        while self.unfinished():
            assert time.monotonic() < began + _PATIENCE_SECONDS, self.unfinished()
            self.turn_queue()
            time.sleep(0.2)

    def unfinished(self) -> Mapping[str, dg.DagsterRunStatus]:
        """Runs that have not ended, by id."""
        runs = self.instance.get_runs(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES))
        return {run.run_id: run.status for run in runs}

    def runs(self, job: str) -> list[dg.DagsterRun]:
        """Runs of the job, the oldest first."""
        return list(reversed(self.instance.get_runs(dg.RunsFilter(job_name=job))))


@contextmanager
def daemon_of(
    world: World, monkeypatch: pytest.MonkeyPatch, prepare: str | None = None, **environment: str
) -> Iterator[Daemon]:
    """A daemon for the world's warehouse; `environment` is what its code server and runs find beside the world's own.

    `prepare` (module:function) is called in each of these before anything else.
    """
    warehouse = Warehouse(world.warehouse)
    warehouse.create()
    prepare_instance(warehouse.dagster_home)
    told = {**world.environment(), **BATCHES, "DAGSTER_HOME": str(warehouse.dagster_home), **environment}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with opened(warehouse.dagster_home) as instance:
        limit_writers(instance)
        with (
            code_server(instance, os.environ, prepare) as target,
            create_test_daemon_workspace_context(target, instance) as context,
        ):
            yield Daemon(context)


def _exhaust(turn: Iterable[object]) -> None:
    """Let a loop's turn go on to its end; an error that it tells of is an error here."""
    for told in turn:
        assert not hasattr(told, "message"), told
