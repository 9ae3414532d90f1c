"""What happens when a run fails: a line in the daemon's log and, where one is set, a message to a webhook."""

import json
import urllib.request
from http.client import HTTPException

import dagster as dg

from pipelines.orchestration.causes import cause_of
from pipelines.settings import Settings

TIMEOUT_SECONDS = 10


def failure_sensor(settings: Settings) -> dg.SensorDefinition:
    """Tells of every run that failed, whoever started it. A webhook that does not answer is told of and asked no more."""

    @dg.run_failure_sensor(
        name="failed_runs",
        default_status=dg.DefaultSensorStatus.RUNNING,
        monitor_all_code_locations=False,
        description="Writes a line for each failed run, and posts it to CASEBOOK_FAILURE_WEBHOOK if that is set.",
    )
    def failed_runs(context: dg.RunFailureSensorContext) -> None:
        run = context.dagster_run
        causes = [cause_of(event) for event in context.get_step_failure_events()]
        why = "; ".join(causes) or context.failure_event.message
        text = f"Casebook: run {run.run_id} of job {run.job_name} failed: {why}"
        context.log.error(text)
        if settings.failure_webhook is None:
            return
        try:
            _post(settings.failure_webhook.get_secret_value(), text)
        except (OSError, HTTPException) as error:
            context.log.error(f"the webhook did not take it: {type(error).__name__}")

    return failed_runs


def _post(url: str, text: str) -> None:
    """POST `{"text": …}`, as chat services take it. The URL may hold a secret and is never part of a message."""
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):
        pass
