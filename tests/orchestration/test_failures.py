"""A failed run is told of: a line in the log, a message to the webhook, and never the webhook's address."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import dagster as dg
import pytest

from pipelines.cli_options import settings_of
from pipelines.errors import SettingsError, UsageError
from pipelines.orchestration import failures
from pipelines.orchestration.failures import failure_sensor
from pipelines.settings import Settings, read_settings


@dg.op
def breaks() -> None:
    raise ValueError("a defect")


@dg.job
def broken() -> None:
    breaks()


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.received.append(json.loads(self.rfile.read(length)))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Hook(HTTPServer):
    """Keeps what it is told, and answers with `answer`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.received: list[dict[str, str]] = []
        self.answer = 200

    @property
    def settings(self) -> Settings:
        """Settings that name it."""
        return Settings.model_validate({"failure_webhook": f"http://127.0.0.1:{self.server_port}/secret"})


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _tell(settings: Settings, run_it: Callable[[dg.DagsterInstance], dg.DagsterRun]) -> str:
    """A run fails, and the sensor is told; the run's id."""
    sensor: Any = failure_sensor(settings)
    with dg.DagsterInstance.ephemeral() as instance:
        run = run_it(instance)
        [failure] = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.RUN_FAILURE)
        assert failure.dagster_event is not None
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_runs",
            dagster_instance=instance,
            dagster_run=run,
            dagster_event=failure.dagster_event,
        ).for_run_failure()
        sensor(context)
    return str(run.run_id)


def _breaks(instance: dg.DagsterInstance) -> dg.DagsterRun:
    return broken.execute_in_process(instance=instance, raise_on_error=False).dagster_run


def _is_killed(instance: dg.DagsterInstance) -> dg.DagsterRun:
    """As Dagster's own services and `interrupted_runs` find it: its process is gone."""
    run = instance.create_run_for_job(broken, status=dg.DagsterRunStatus.STARTED)
    instance.report_run_failed(run)
    return run


def _has_no_resource(instance: dg.DagsterInstance) -> dg.DagsterRun:
    @dg.resource
    def missing(_: dg.InitResourceContext) -> None:
        raise ValueError("no such folder")

    @dg.op(required_resource_keys={"missing"})
    def needs_it() -> None:
        """Never begins."""

    job = dg.GraphDefinition("broken", node_defs=[needs_it]).to_job(resource_defs={"missing": missing})
    return job.execute_in_process(instance=instance, raise_on_error=False).dagster_run


@pytest.mark.parametrize(
    ("run_it", "why"),
    [
        (_breaks, "breaks: ValueError: a defect"),
        (_is_killed, "its process ended or was killed"),
        (_has_no_resource, "ValueError: no such folder"),
    ],
)
def test_the_webhook_and_the_logs_are_told_of_a_failed_run(
    hook: Hook, caplog: pytest.LogCaptureFixture, run_it: Callable[[dg.DagsterInstance], dg.DagsterRun], why: str
) -> None:
    with caplog.at_level("ERROR", logger="pipelines"):
        run_id = _tell(hook.settings, run_it)
    [message] = hook.received
    assert message["text"] == f"Casebook: run {run_id} of job broken failed: {why}"
    [line] = [record.__dict__ for record in caplog.records if record.name == failures.__name__]
    assert (line["message"], line["levelname"]) == ("told of a failed run", "ERROR")
    assert (line["run_id"], line["job"], line["cause"]) == (run_id, "broken", why)


def test_a_webhook_that_refuses_or_is_not_there_is_asked_twice_and_breaks_nothing(
    hook: Hook, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "PAUSE_SECONDS", 0)
    hook.answer = 503
    with caplog.at_level("ERROR", logger="pipelines"):
        _tell(hook.settings, _breaks)
        assert len(hook.received) == 2
        _tell(Settings.model_validate({"failure_webhook": "http://127.0.0.1:9/secret"}), _breaks)
    refusals = [record.__dict__["refusal"] for record in caplog.records if hasattr(record, "refusal")]
    assert refusals == ["HTTP status 503", "URLError"]
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "address", ["http://h/SEK RET", "http://h:notaport/SEKRET", "http:///SEKRET", "ftp://h/SEKRET"]
)
def test_an_address_that_is_none_is_refused_without_being_shown(address: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"failure_webhook": address})
    assert "SEK" not in str(refusal.value)


def test_the_address_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_FAILURE_WEBHOOK", "https://example.com/secret")
    assert "secret" not in str(Settings().failure_webhook)
    monkeypatch.setenv("CASEBOOK_FAILURE_WEBHOOK", "example.com/secret")
    with pytest.raises(UsageError) as caught:
        settings_of(None, None)
    assert "CASEBOOK_FAILURE_WEBHOOK" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_where_the_structured_logs_are_off_dagsters_tell(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.CRITICAL + 1, logger="pipelines"):
        run_id = _tell(Settings(), _breaks)
    assert [record for record in caplog.records if record.name == failures.__name__] == []
    assert (
        f"Casebook: run {run_id} of job broken failed: breaks: ValueError: a defect"
        in capfd.readouterr().err + caplog.text
    )
