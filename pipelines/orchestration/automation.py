"""When things run: the jobs, the schedules, what a run left, killed runs. The landing folder has a module of its own."""

import time

import dagster as dg

# Not exported at the top.
from dagster._core.errors import DagsterInvalidDefinitionError
from dagster._core.storage.tags import PRIORITY_TAG

from pipelines.errors import UsageError
from pipelines.orchestration.assets.recode import GROUP as RECODE_GROUP
from pipelines.orchestration.checks import REBUILT_ALIKE
from pipelines.orchestration.made import articles_left, made, told_by
from pipelines.orchestration.run_log import WITH_RUN_LOG
from pipelines.settings import Settings
from pipelines.status import WHOLE_REFRESH
from pipelines.warehouse import Warehouse
from pipelines.writer_lock import is_held

REST = "refresh_rest"
REBUILD = "rebuild"
LOAD = "load"
COMPARE = "compare_with_rebuild"
RECODE = "recode"
PLAN_RECODING = "plan_recoding"

# A tag of runs whose process goes on by itself where they leave something.
GOES_ON = "casebook/goes_on"

_WEEKLY = "0 3 * * sun"
_CLEARING_SECONDS = 30
# A run without the lock says something this often: it starts, takes the lock, or waits for its next try.
_SILENT_SECONDS = 120
_AT_WORK = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]

_COMPARISON = dg.AssetSelection.checks(REBUILT_ALIKE)
_REFRESHED = dg.AssetSelection.all() - dg.AssetSelection.groups(RECODE_GROUP) - _COMPARISON

refresh_job = dg.define_asset_job(
    WHOLE_REFRESH,
    selection=_REFRESHED,
    config=WITH_RUN_LOG,
    description="Everything: ingest what is new, normalize, validate, load, publish.",
)

rest_job = dg.define_asset_job(
    REST,
    selection=_REFRESHED - dg.AssetSelection.assets("captured_articles"),
    config=WITH_RUN_LOG,
    description="What a refresh left of the captured articles: normalize, validate, load, publish.",
)

_LOADED = dg.AssetSelection.assets("star_schema", "quarantine", "published_warehouse")

load_job = dg.define_asset_job(
    LOAD,
    selection=_LOADED - _COMPARISON,
    config=WITH_RUN_LOG,
    description="The star schema brought forward to the log's head; then the swap. What follows a correction.",
)

rebuild_job = dg.define_asset_job(
    REBUILD,
    selection=_LOADED,
    config={**WITH_RUN_LOG, "ops": {"star_schema": {"config": {"rebuild": True}}}},
    description="The star schema from position 1 of the log, beside the one that is served; then the swap.",
)

compare_job = dg.define_asset_job(
    COMPARE,
    selection=_COMPARISON,
    config=WITH_RUN_LOG,
    description="The star schema from position 1 of the log, compared with the one that is served. Nothing is published.",
)

# Months wait while there is anything else to do.
_BEHIND_OTHERS = {PRIORITY_TAG: "-1"}

plan_recoding_job = dg.define_asset_job(
    PLAN_RECODING,
    selection=dg.AssetSelection.assets("recoding_plan"),
    config=WITH_RUN_LOG,
    tags=_BEHIND_OTHERS,
    description="What today's rules would change in a month's articles. Nothing is recorded.",
)

recode_job = dg.define_asset_job(
    RECODE,
    selection=(dg.AssetSelection.assets("recoded_articles") | _LOADED) - _COMPARISON,
    config=WITH_RUN_LOG,
    tags=_BEHIND_OTHERS,
    description="A month's articles read again by today's rules, recorded, loaded and published. To be launched by "
    "somebody who looked at the plan.",
)


def daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """The daily refresh."""
    try:
        return dg.ScheduleDefinition(
            name="daily_refresh",
            job=refresh_job,
            cron_schedule=settings.refresh_cron,
            execution_timezone=settings.refresh_timezone,
            default_status=dg.DefaultScheduleStatus(initially(settings)),
            description=f"Refresh at cron {settings.refresh_cron} ({settings.refresh_timezone}).",
        )
    except DagsterInvalidDefinitionError as error:
        raise UsageError(f"setting CASEBOOK_REFRESH_CRON or CASEBOOK_REFRESH_TIMEZONE: {error}") from error


def weekly_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """Whether what refreshes make bit by bit is what the log says is known only by building it anew."""
    return dg.ScheduleDefinition(
        name="weekly_comparison",
        job=compare_job,
        cron_schedule=_WEEKLY,
        execution_timezone=settings.refresh_timezone,
        default_status=dg.DefaultScheduleStatus(initially(settings)),
        description=f"Compares what refreshes made with a rebuild at cron {_WEEKLY} ({settings.refresh_timezone}).",
    )


def initially(settings: Settings) -> str:
    """What starts runs is off until somebody switches it on in the UI, unless the settings say that nobody need."""
    return "RUNNING" if settings.automation else "STOPPED"


def rest_sensor() -> dg.SensorDefinition:
    """Goes on where a run left captured articles: a run takes some thousands at most."""

    @dg.run_status_sensor(
        name="rest_of_a_refresh",
        run_status=dg.DagsterRunStatus.SUCCESS,
        monitored_jobs=[refresh_job, rest_job],
        request_job=rest_job,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Starts another run when a refresh took as many articles as a run takes and left others.",
    )
    def rest_of_a_refresh(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
        run = context.dagster_run
        if GOES_ON in run.tags:
            return dg.SkipReason("the command goes on by itself")
        # As the run says; what was captured since is another run's business.
        if not articles_left(made(told_by(context.instance, run.run_id, dg.DagsterEventType.ASSET_MATERIALIZATION))):
            return dg.SkipReason("nothing was left")
        return dg.RunRequest(run_key=run.run_id)

    return rest_of_a_refresh


def interrupted_runs_sensor(settings: Settings) -> dg.SensorDefinition:
    """Marks runs whose process was killed as failed: left as started, one would keep the queue waiting for ever.

    A run holds the writer's lock from its first step to its last. One that has said nothing for a while, while nobody holds
    the lock, is dead, whether the UI had launched it or the command line.
    """

    @dg.sensor(
        name="interrupted_runs",
        minimum_interval_seconds=_CLEARING_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Marks runs that were killed as failed, so that the next one can start.",
    )
    def interrupted_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        latest = time.time() - _SILENT_SECONDS
        at_work = context.instance.get_runs(dg.RunsFilter(statuses=_AT_WORK))
        dead = [run for run in at_work if _last_word(context.instance, run) < latest]
        if not dead or is_held(Warehouse.of(settings).lock):
            return dg.SkipReason("no run was interrupted")
        for run in dead:
            context.instance.report_run_failed(run, "The run's process was killed; start another to go on.")
        return dg.SkipReason(f"marked as failed: {len(dead)}")

    return interrupted_runs


def _last_word(instance: dg.DagsterInstance, run: dg.DagsterRun) -> float:
    """When the run told of anything last, in seconds since 1970."""
    last = instance.get_records_for_run(run.run_id, limit=1, ascending=False).records
    return last[0].timestamp if last else 0
