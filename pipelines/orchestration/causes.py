"""Why a run failed, as Dagster's record of it says."""

import dagster as dg

# Not exported at the top.
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.events import JobFailureData
from dagster_shared.error import SerializableErrorInfo

_INTERRUPTIONS = {DagsterExecutionInterruptedError.__name__, KeyboardInterrupt.__name__}


def cause_of(event: dg.DagsterEvent) -> str:
    """The step that failed and, in a line, the innermost error: Dagster's own words name only the step."""
    told = _told(event.step_failure_data.error)
    return f"{event.step_key}: {told}" if told else str(event.step_key)


def cause_outside_steps(event: dg.DagsterEvent) -> str:
    """What made a run fail of which no step failed, in a line. `event` is that of the run's failure."""
    data = event.event_specific_data
    told = _told(data.error) if isinstance(data, JobFailureData) else ""
    # Whoever finds a run whose process is gone says only that it was marked as failed.
    return told or "its process ended or was killed"


def _told(error: SerializableErrorInfo | None) -> str:
    if was_interrupted(error):
        return "interrupted"
    while error is not None and error.cause is not None:
        error = error.cause
    return "" if error is None else error.message.strip().splitlines()[0]


def gave_up_on_passing_trouble(instance: dg.DagsterInstance, run_id: str) -> bool:
    """Whether a failed run was killed or interrupted, or ran out of tries: nothing in it is known to be wrong."""
    failures = instance.get_records_for_run(
        run_id, of_type={dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    )
    events = [record.event_log_entry.get_dagster_event() for record in failures.records]
    errors = [event.event_specific_data.error for event in events if event.event_specific_data]  # type: ignore[union-attr] # both kinds have one
    return all(error is None or _is_passed(error) for error in errors)


def _is_passed(error: SerializableErrorInfo) -> bool:
    """Also where a library made an error of its own of the interruption."""
    return error.cls_name == dg.RetryRequested.__name__ or was_interrupted(error)


def was_interrupted(error: SerializableErrorInfo | None) -> bool:
    """Whether a signal ended what failed, as when the service stops: the error, or what led to it, says so."""
    while error is not None:
        if error.cls_name in _INTERRUPTIONS:
            return True
        error = error.cause or error.context
    return False
