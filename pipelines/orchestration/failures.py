"""What happens when a run fails: a line in the logs and, where one is set, a message to a webhook.

A run that ends by itself says why in the logs (`run_account`). One whose process was killed cannot: here it is told of.
"""

import json
import logging
import time
import urllib.request
from http.client import HTTPException
from urllib.error import HTTPError

import dagster as dg

from pipelines.orchestration.causes import cause_of, cause_outside_steps
from pipelines.settings import Settings

TIMEOUT_SECONDS = 10
PAUSE_SECONDS = 5  # before the second try, which is the last; Dagster gives a sensor a minute

_logger = logging.getLogger(__name__)


def failure_sensor(settings: Settings) -> dg.SensorDefinition:
    """Tells of every run that failed, whoever started it. A webhook that does not take it is asked a second time."""

    @dg.run_failure_sensor(
        name="failed_runs",
        default_status=dg.DefaultSensorStatus.RUNNING,
        monitor_all_code_locations=False,
        description="Writes a line for each failed run, and posts it to CASEBOOK_FAILURE_WEBHOOK if that is set.",
    )
    def failed_runs(context: dg.RunFailureSensorContext) -> None:
        run = context.dagster_run
        causes = [cause_of(event) for event in context.get_step_failure_events()]
        why = "; ".join(causes) or cause_outside_steps(context.failure_event)
        text = f"Casebook: run {run.run_id} of job {run.job_name} failed: {why}"
        fields = {"run_id": run.run_id, "job": run.job_name}
        _say(context, text, "told of a failed run", {**fields, "cause": why})
        if settings.failure_webhook is not None:
            refusal = _posted(settings.failure_webhook.get_secret_value(), text)
            if refusal:
                unheard = f"The webhook did not take it: {refusal}"
                _say(context, unheard, "the webhook did not take it", {**fields, "refusal": refusal})

    return failed_runs


def _say(context: dg.RunFailureSensorContext, text: str, event: str, fields: dict[str, str]) -> None:
    """A line of the structured logs; where those are off, of Dagster's: nobody is to miss it."""
    if _logger.isEnabledFor(logging.ERROR):
        _logger.error(event, extra=fields)
    else:
        context.log.error(text)


def _posted(url: str, text: str) -> str | None:
    """Post it, after a pause a second time where that failed; what the second failure was. The URL may hold a secret and is
    never part of a message.
    """
    for pause in (0, PAUSE_SECONDS):
        time.sleep(pause)
        try:
            _post(url, text)
        except HTTPError as error:
            refusal = f"HTTP status {error.code}"
        except (OSError, HTTPException) as error:
            refusal = type(error).__name__
        else:
            return None
    return refusal


def _post(url: str, text: str) -> None:
    """POST `{"text": …}`, as chat services take it."""
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):
        pass
