"""A failed run is told of: a line in the log, a message to the webhook, and never the webhook's address."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import dagster as dg
import pytest

from pipelines.cli_options import settings_of
from pipelines.errors import SettingsError, UsageError
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


def _tell(settings: Settings) -> str:
    """A run fails, and the sensor is told; the run's id."""
    sensor: Any = failure_sensor(settings)
    with dg.DagsterInstance.ephemeral() as instance:
        result = broken.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_runs",
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            dagster_event=result.get_run_failure_event(),
        ).for_run_failure()
        sensor(context)
    return str(result.run_id)


def test_the_webhook_is_told_of_a_failed_run(hook: Hook) -> None:
    run_id = _tell(hook.settings)
    [message] = hook.received
    assert message["text"] == f"Casebook: run {run_id} of job broken failed: breaks: ValueError: a defect"


def test_a_webhook_that_refuses_or_is_not_there_breaks_nothing(hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    hook.answer = 500
    with caplog.at_level(logging.ERROR):
        _tell(hook.settings)
        _tell(Settings.model_validate({"failure_webhook": "http://127.0.0.1:9/secret"}))
    assert len(hook.received) == 1
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
