"""Running jobs of the definitions in this process, as the command line does; the same jobs that the UI launches.

Runs are recorded in the instance below `warehouse/dagster/`, where the UI finds them.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import dagster as dg

# Not exported at the top.
from dagster._core.errors import DagsterAssetCheckFailedError, DagsterExecutionInterruptedError

from pipelines.accounting import Accounting, Assets, accounting_of
from pipelines.disk_trouble import causes
from pipelines.errors import CasebookError, CheckFailedError
from pipelines.memory import give_back
from pipelines.orchestration.automation import GOES_ON, REST
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.instance import opened, prepare_instance
from pipelines.orchestration.made import articles_left, made
from pipelines.orchestration.run_history import BATCHES
from pipelines.orchestration.streams import leave_interrupts_to_runs
from pipelines.orchestration.workspace import WorkspaceResource
from pipelines.progress import Progress
from pipelines.settings import Settings
from pipelines.status import WHOLE_REFRESH
from pipelines.warehouse import Warehouse

# Metadata of assets that count what a run did; all else is how things stand.
_COUNTS = ("events_appended", "events_projected", "accepted_", "quarantined_")


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did: metadata of each asset by name, what became of its inputs, checks that did not pass as (asset, check)."""

    run_id: str
    assets: Assets
    accounting: Accounting | None
    checks_run: int
    checks_failed: tuple[tuple[str, str], ...]

    @property
    def articles_left(self) -> int:
        """How many captured articles the run left to the next one."""
        return articles_left(self.assets)

    def followed_by(self, later: "RunSummary") -> "RunSummary":
        """Both runs as one."""
        assets = {
            name: _united(self.assets.get(name, {}), later.assets.get(name, {}))
            for name in {**self.assets, **later.assets}
        }
        accountings = [each for each in (self.accounting, later.accounting) if each is not None]
        accounting = sum(accountings[1:], start=accountings[0]) if accountings else None
        failed = tuple(dict.fromkeys((*self.checks_failed, *later.checks_failed)))
        return RunSummary(later.run_id, assets, accounting, self.checks_run + later.checks_run, failed)


def run_refresh(settings: Settings, progress: Progress | None = None) -> RunSummary:
    """A refresh to its end: as many runs as it takes until no captured article is left. Raises what `run_job` does."""
    done = run_job(WHOLE_REFRESH, settings, progress)
    while done.articles_left:
        give_back()
        done = done.followed_by(run_job(REST, settings, progress))
    return done


def _united(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """An asset's metadata of two runs: counts added up, what was true of one true, else what the later one says."""
    united = {**before, **after}
    for name in before.keys() & after.keys():
        one, other = before[name], after[name]
        if isinstance(one, bool) and isinstance(other, bool):
            united[name] = one or other
        elif isinstance(one, int) and isinstance(other, int) and name.startswith(_COUNTS):
            united[name] = one + other
    return united


def run_job(
    name: str, settings: Settings, progress: Progress | None = None, partition: str | None = None
) -> RunSummary:
    """Run the job `name` to its end, for a partition where it has some.

    Errors that are the user's business are raised as CasebookError, a signal that ends the run as KeyboardInterrupt, others
    as is.
    """
    warehouse = Warehouse.of(settings)
    progress = progress or Progress()
    # Before Dagster starts, so that neither wrong use nor waiting makes a run in its history.
    warehouse.ready(settings.lock_wait_seconds, progress.waiting)
    prepare_instance(warehouse.dagster_home)
    os.environ.update({"DAGSTER_HOME": str(warehouse.dagster_home), **BATCHES})
    leave_interrupts_to_runs()
    workspace = WorkspaceResource.of(settings)
    definitions = build_definitions(settings, workspace=_with_progress(workspace, progress))
    with opened(warehouse.dagster_home) as instance:
        try:
            result = definitions.resolve_job_def(name).execute_in_process(
                instance=instance, raise_on_error=True, partition_key=partition, tags={GOES_ON: "true"}
            )
        except (Exception, DagsterExecutionInterruptedError) as error:
            for cause in causes(error):
                if isinstance(cause, DagsterExecutionInterruptedError):
                    raise KeyboardInterrupt from None
                if isinstance(cause, CasebookError):
                    raise cause from None
                if isinstance(cause, DagsterAssetCheckFailedError):
                    raise CheckFailedError(str(cause)) from None
            raise
        return _summary(result)


def _with_progress(resource: WorkspaceResource, progress: Progress) -> dg.ResourceDefinition:
    """The resource, with a progress that is not configuration."""

    @dg.resource
    def workspace(_context: dg.InitResourceContext) -> Iterator[object]:
        with resource.yield_for_execution(_context) as plain:
            yield plain.with_progress(progress)

    return workspace


def _summary(result: dg.ExecuteInProcessResult) -> RunSummary:
    checks = [
        event.asset_check_evaluation_data
        for event in result.all_events
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION
    ]
    failed = tuple((check.asset_key.path[-1], check.check_name) for check in checks if not check.passed)
    assets = made(result.all_events)
    return RunSummary(result.run_id, assets, accounting_of(assets), len(checks), failed)
