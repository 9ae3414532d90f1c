"""When things run: the jobs, the daily schedule, the sensor on the landing folder, what a run left, killed runs."""

import time
from pathlib import Path

import dagster as dg
from dagster._core.errors import DagsterInvalidDefinitionError  # not exported at the top

from pipelines.errors import LockedError, UsageError
from pipelines.ingest import find_files
from pipelines.model.ids import stable_id
from pipelines.normalize.tables.pending import pending_captures
from pipelines.orchestration.run_log import WITH_RUN_LOG
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

REFRESH = "refresh"
REST = "refresh_rest"
REBUILD = "rebuild"
LOAD = "load"

# A tag of runs whose process goes on by itself where they leave something.
GOES_ON = "casebook/goes_on"

_CLEARING_SECONDS = 30
_STARTING_SECONDS = 60  # from a run's start to its first step, which takes the lock, and much more

refresh_job = dg.define_asset_job(
    REFRESH,
    selection=dg.AssetSelection.all(),
    config=WITH_RUN_LOG,
    description="Everything: ingest what is new, normalize, validate, load, publish.",
)

rest_job = dg.define_asset_job(
    REST,
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("captured_articles"),
    config=WITH_RUN_LOG,
    description="What a refresh left of the captured articles: normalize, validate, load, publish.",
)

_LOADED = dg.AssetSelection.assets("star_schema", "quarantine", "published_warehouse")

load_job = dg.define_asset_job(
    LOAD,
    selection=_LOADED,
    config=WITH_RUN_LOG,
    description="The star schema brought forward to the log's head; then the swap. What follows a correction.",
)

rebuild_job = dg.define_asset_job(
    REBUILD,
    selection=_LOADED,
    config={**WITH_RUN_LOG, "ops": {"star_schema": {"config": {"rebuild": True}}}},
    description="The star schema from position 1 of the log, beside the one that is served; then the swap.",
)


def daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """The daily refresh. Off until switched on in the UI."""
    try:
        return dg.ScheduleDefinition(
            name="daily_refresh",
            job=refresh_job,
            cron_schedule=settings.refresh_cron,
            execution_timezone=settings.refresh_timezone,
            description=f"Refresh at cron {settings.refresh_cron} ({settings.refresh_timezone}).",
        )
    except DagsterInvalidDefinitionError as error:
        raise UsageError(f"setting CASEBOOK_REFRESH_CRON or CASEBOOK_REFRESH_TIMEZONE: {error}") from error


def landing_sensor(settings: Settings) -> dg.SensorDefinition:
    """One refresh when files of the landing folder are new or changed, however many they are.

    The cursor is a count and a digest of names, sizes and times. The run reads what is there when it runs, so a file
    that comes in between is in this run or changes the digest for the next. The cursor is the run's key as well, so that
    one change never starts two runs; the count lets a folder that goes back to an earlier state start one again.
    """

    @dg.sensor(
        name="landing_folder",
        job=refresh_job,
        minimum_interval_seconds=settings.sensor_seconds,
        description=f"Starts a refresh when something changes below {settings.raw.name}/.",
    )
    def landing_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        if not settings.raw.is_dir():
            return dg.SkipReason(f"{settings.raw} is not there")
        count, _, before = (context.cursor or "0 ").partition(" ")
        state = _state_of(settings.raw)
        if state == before:
            return dg.SkipReason("nothing has changed")
        cursor = f"{int(count) + 1} {state}"
        return dg.SensorResult([dg.RunRequest(run_key=cursor)], cursor=cursor)

    return landing_folder


def rest_sensor(settings: Settings) -> dg.SensorDefinition:
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
        log = Warehouse.of(settings).log
        if GOES_ON in context.dagster_run.tags:
            return dg.SkipReason("the command goes on by itself")
        if not pending_captures(log, log.head()):
            return dg.SkipReason("nothing was left")
        return dg.RunRequest(run_key=context.dagster_run.run_id)

    return rest_of_a_refresh


def interrupted_runs_sensor(settings: Settings) -> dg.SensorDefinition:
    """Marks runs whose process was killed as failed: left as started, one would keep the queue waiting for ever.

    A run holds the writer's lock from its first step to its last. One that started a while ago while nobody holds the
    lock is dead, whether the UI had launched it or the command line.
    """

    @dg.sensor(
        name="interrupted_runs",
        minimum_interval_seconds=_CLEARING_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Marks runs that were killed as failed, so that the next one can start.",
    )
    def interrupted_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        latest = time.time() - _STARTING_SECONDS
        records = context.instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
        dead = [record.dagster_run for record in records if (record.start_time or latest) < latest]
        if not dead or _is_written(Warehouse.of(settings)):
            return dg.SkipReason("no run was interrupted")
        for run in dead:
            context.instance.report_run_failed(run, "The run's process was killed; start another to go on.")
        return dg.SkipReason(f"marked as failed: {len(dead)}")

    return interrupted_runs


def _is_written(warehouse: Warehouse) -> bool:
    try:
        with warehouse.writing():
            return False
    except LockedError:
        return True


def _state_of(landing: Path) -> str:
    return stable_id(*(part for file in find_files(landing) for part in _stamp(file.path)))


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), status.st_size, status.st_mtime_ns
