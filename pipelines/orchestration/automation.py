"""When things run: the jobs, the daily schedule, the sensor on the landing folder."""

from pathlib import Path

import dagster as dg

from pipelines.ingest import find_files
from pipelines.model.ids import stable_id
from pipelines.settings import Settings

REFRESH = "refresh"
REBUILD = "rebuild"

refresh_job = dg.define_asset_job(
    REFRESH,
    selection=dg.AssetSelection.all(),
    description="Everything: ingest what is new, normalize, validate, load, publish.",
)

rebuild_job = dg.define_asset_job(
    REBUILD,
    selection=dg.AssetSelection.assets("star_schema", "published_warehouse"),
    config={"ops": {"star_schema": {"config": {"rebuild": True}}}},
    description="The star schema from position 1 of the log, beside the one that is served; then the swap.",
)


def daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """The daily refresh. Off until switched on in the UI."""
    return dg.ScheduleDefinition(
        name="daily_refresh",
        job=refresh_job,
        cron_schedule=settings.refresh_cron,
        execution_timezone=settings.refresh_timezone,
        description=f"Refresh at cron {settings.refresh_cron} ({settings.refresh_timezone}).",
    )


def landing_sensor(settings: Settings) -> dg.SensorDefinition:
    """One refresh when files of the landing folder are new or changed, however many they are.

    The cursor is a digest of names, sizes and times. The run reads what is there when it runs, so a file that comes in
    between is in this run or changes the digest for the next; run keys keep one digest from starting two runs.
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
        state = _state_of(settings.raw)
        if state == context.cursor:
            return dg.SkipReason("nothing has changed")
        return dg.SensorResult([dg.RunRequest(run_key=state)], cursor=state)

    return landing_folder


def _state_of(landing: Path) -> str:
    return stable_id(*(part for file in find_files(landing) for part in _stamp(file.path)))


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), status.st_size, status.st_mtime_ns
