"""Dagster's lines of a run, written like ours: its steps, its failures, and what assets say.

Dagster calls most of what it tells debugging. The begin and end of a step are what somebody who runs this wants to see.
"""

import logging

import dagster as dg

LIFECYCLE = {
    dg.DagsterEventType.STEP_START,
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.STEP_UP_FOR_RETRY,
    dg.DagsterEventType.STEP_RESTARTED,
    dg.DagsterEventType.STEP_SKIPPED,
}
# Of a job's configuration: Dagster takes a logger of its own for runs that name none.
WITH_RUN_LOG: dict[str, object] = {"loggers": {"console": {}}}


class _AsOurs(logging.Filter):
    """Gives a record of Dagster our fields, and steps a level at which they are seen."""

    def filter(self, record: logging.LogRecord) -> bool:
        known = record.__dict__.pop("dagster_meta", {})
        event = record.__dict__.pop("dagster_event", None) or known.get("dagster_event")
        if event is not None and event.event_type in LIFECYCLE:
            record.levelno = max(record.levelno, logging.INFO)
            record.levelname = logging.getLevelName(record.levelno)
        record.__dict__.pop("dagster_event_batch_metadata", None)
        fields = {
            "job": known.get("job_name"),
            "step": known.get("step_key"),
            "run_id": known.get("run_id"),
            "dagster_event": None if event is None else event.event_type_value,
        }
        record.__dict__.update({name: value for name, value in fields.items() if value is not None})
        record.msg, record.args = known.get("orig_message") or record.getMessage(), None
        return record.levelno >= logging.getLogger("pipelines").getEffectiveLevel()


@dg.logger(
    None, description="Lines as text or JSON, as CASEBOOK_LOG_FORMAT, _LEVEL and _FILE say; steps with level info."
)
def run_log(_context: dg.InitLoggerContext) -> logging.Logger:
    """Dagster's records, to the handler that `pipelines.logs` set up."""
    logger = logging.getLogger("pipelines.orchestration.runs")
    logger.setLevel(logging.DEBUG)
    logger.filters = [_AsOurs()]
    return logger
