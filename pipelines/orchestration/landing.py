"""The sensor on the landing folder: one refresh for however many new or changed files, none missed, none started twice."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import dagster as dg

from pipelines.ingest import landing_state
from pipelines.orchestration.automation import initially, refresh_job
from pipelines.orchestration.causes import gave_up_on_passing_trouble
from pipelines.settings import Settings

NAME = "landing_folder"

LONGEST_PAUSE_SECONDS = 3600  # before a run is asked for again, however often it was

_NOT_BEGUN = {dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the sensor asked for last; its cursor.

    number    how many runs it asked for
    seen      digest of the folder when it asked for the last of them, which with the number is the run's key
    state     digest of the folder that this run reads: files may have come while it waited
    repeats   how often the run was asked for again because it did not end well
    """

    number: int = 0
    seen: str = ""
    state: str = ""
    repeats: int = 0

    @property
    def key(self) -> str:
        """The run's key. By the number a folder that goes back to an earlier state starts a run again."""
        return f"{self.number} {self.seen}"

    def next(self, state: str, repeats: int = 0) -> "Asked":
        """One more run, for a state of the folder."""
        return Asked(self.number + 1, state, state, repeats)

    def written(self) -> str:
        """As a cursor."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, cursor: str | None) -> "Asked":
        """The cursor read again; one that somebody wrote by hand is none."""
        try:
            return cls(**json.loads(cursor or "{}"))
        except (TypeError, ValueError):
            return cls()


def landing_sensor(settings: Settings, clock: Callable[[], float] = time.time) -> dg.SensorDefinition:
    """One refresh when files of the landing folder are new or changed, however many they are.

    A run reads what is there when it begins, so what comes while it waits in the queue is its business, and what comes
    later is that of the next: at most one run is at work and one waits. Where a run was killed or interrupted, or gave up on
    trouble that passes, another is asked for, after a pause that doubles up to an hour. One that failed otherwise would fail
    again: it waits for somebody to mend what is wrong, or for the next change. So do the files of one that somebody cancelled.
    """

    @dg.sensor(
        name=NAME,
        job=refresh_job,
        minimum_interval_seconds=settings.sensor_seconds,
        default_status=dg.DefaultSensorStatus(initially(settings)),
        description=f"Starts a refresh when something changes below {settings.raw.name}/.",
    )
    def landing_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        if not settings.raw.is_dir():
            return dg.SkipReason(f"{settings.raw} is not there")
        asked = Asked.of(context.cursor)
        # The state first: a run that has not begun after it was taken will see all of it.
        state = landing_state(settings.raw).digest
        run = _run_of(context.instance, asked)
        if state != asked.state:
            if run is not None and run.dagster_run.status in _NOT_BEGUN:
                waiting = replace(asked, state=state)
                return dg.SensorResult(skip_reason="the run that waits will read it", cursor=waiting.written())
            return _request(asked.next(state))
        if run is None or not _may_end_well(context.instance, run.dagster_run):
            return dg.SkipReason("nothing has changed")
        pause = min(settings.sensor_seconds * 2**asked.repeats, LONGEST_PAUSE_SECONDS)
        due = (run.end_time or 0) + pause
        if clock() < due:
            return dg.SkipReason(f"the last run failed and is repeated in {due - clock():.0f} s")
        return _request(asked.next(state, asked.repeats + 1))

    return landing_folder


def _request(asked: Asked) -> dg.SensorResult:
    return dg.SensorResult([dg.RunRequest(run_key=asked.key)], cursor=asked.written())


def _run_of(instance: dg.DagsterInstance, asked: Asked) -> dg.RunRecord | None:
    tags = {"dagster/sensor_name": NAME, "dagster/run_key": asked.key}
    return next(iter(instance.get_run_records(dg.RunsFilter(tags=tags), limit=1)), None)


def _may_end_well(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether the run failed for a reason that need not be there next time."""
    return run.status is dg.DagsterRunStatus.FAILURE and gave_up_on_passing_trouble(instance, run.run_id)
