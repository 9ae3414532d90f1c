"""Assembly: everything that Dagster is told, from one settings object. Tests and the command line swap parts here."""

import dagster as dg

from pipelines.orchestration.assets import ASSETS
from pipelines.orchestration.automation import (
    compare_job,
    daily_schedule,
    interrupted_runs_sensor,
    load_job,
    plan_recoding_job,
    rebuild_job,
    recode_job,
    refresh_job,
    rest_job,
    rest_sensor,
    weekly_schedule,
)
from pipelines.orchestration.catching_up import catching_up, catching_up_sensor
from pipelines.orchestration.checks import CHECKS
from pipelines.orchestration.failures import failure_sensor
from pipelines.orchestration.landing import landing_sensor
from pipelines.orchestration.run_log import run_log
from pipelines.orchestration.stage import StageIOManager
from pipelines.orchestration.workspace import WorkspaceResource
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def build_definitions(settings: Settings | None = None, **resources: object) -> dg.Definitions:
    """All definitions for `settings` (by default those of the environment); `resources` take the place of the usual."""
    settings = settings or Settings()
    return dg.Definitions(
        assets=catching_up(ASSETS),
        asset_checks=CHECKS,
        jobs=[refresh_job, rest_job, load_job, rebuild_job, compare_job, plan_recoding_job, recode_job],
        schedules=[daily_schedule(settings), weekly_schedule(settings)],
        sensors=[
            landing_sensor(settings),
            rest_sensor(),
            interrupted_runs_sensor(settings),
            failure_sensor(settings),
            catching_up_sensor(settings),
        ],
        loggers={"console": run_log},
        resources={
            "workspace": WorkspaceResource.of(settings),
            "stage": StageIOManager(folder=str(Warehouse.of(settings).stage)),
            **resources,
        },
        # One process a run: the run holds the warehouse's lock, and the steps are short beside a process's start.
        executor=dg.in_process_executor,
    )
