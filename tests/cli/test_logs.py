"""The logs of the command: one line an event, logfmt or JSON, and never a secret."""

import json
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from refreshing import World, copy_of, new_world, refreshed

from pipelines.redaction import HIDDEN, redacted

__all__ = ["refreshed"]

SECRETS = {
    "AWS_ACCESS_KEY_ID": "an-access-key-id",
    "AWS_SECRET_ACCESS_KEY": "a-secret-access-key",
    "AWS_SESSION_TOKEN": "a-session-token",
    "CASEBOOK_FAILURE_WEBHOOK": "https://example.com/a-secret-hook",
}
JSON = {"CASEBOOK_LOG_FORMAT": "json", "CASEBOOK_LOG_LEVEL": "info"}


def lines_of(text: str) -> list[dict[str, object]]:
    """Every line as JSON; each says when, how grave and what."""
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        assert list(line)[:3] == ["timestamp", "level", "event"], line
    return lines


@pytest.mark.slow
def test_a_refresh_logs_its_begin_commits_refusals_steps_and_end(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    done = world.casebook("refresh", "--json", **JSON)
    assert done.returncode == 0
    lines = lines_of(done.stderr)
    events = [str(line["event"]) for line in lines]
    assert (events[0], events[-1]) == ("run started", "run finished")
    commits = [(line["first_position"], line["last_position"]) for line in lines if line["event"] == "committed"]
    assert commits[0][0] == 1
    assert commits[-1][1] == world.log.head()
    refused = {(line["article"], line["reason"]) for line in lines if line["event"] == "file refused"}
    assert refused == {("2024/20240601_empty.txt", "empty"), ("feeds/20240119_wire.jsonl#3", "malformed_container")}
    steps = {line["step"] for line in lines if line.get("dagster_event") == "STEP_SUCCESS"}
    assert {"captured_articles", "accepted_reports", "star_schema", "published_warehouse"} <= steps
    assert {line["run_id"] for line in lines} == {lines[0]["run_id"]}
    _check_the_summary(json.loads(done.stdout), lines[-1], world)


def _check_the_summary(summary: dict[str, dict[str, int]], end: dict[str, object], world: World) -> None:
    """The summary, the log's last line, the metrics and the tables tell the same."""
    inputs = summary["inputs"]
    outcomes = {name: count for name, count in inputs.items() if name not in ("taken_in", "missing")}
    assert inputs["missing"] == 0
    assert inputs["taken_in"] == sum(outcomes.values())
    assert {name: end[name] for name in outcomes} == outcomes
    assert inputs["rejected"] == world.value("select count(*) from ingest_rejections") == 2
    assert inputs["accepted"] == world.value("select count(*) from articles where status = 'coded'")
    assert inputs["out_of_scope"] == world.value("select count(*) from articles where status = 'out_of_scope'")
    told = {
        sample.labels["outcome"]: sample.value
        for family in text_string_to_metric_families((world.warehouse / "metrics.prom").read_text())
        for sample in family.samples
        if sample.name == "casebook_last_run_inputs"
    }
    assert told == outcomes


@pytest.mark.slow
def test_text_is_one_line_an_event_too_and_may_go_to_a_file(refreshed: World, tmp_path: Path) -> None:
    world = copy_of(refreshed, tmp_path)
    file = tmp_path / "casebook.log"
    done = world.casebook("--log-level", "info", "--log-file", str(file), "rebuild")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Rebuilt from ")
    lines = file.read_text().splitlines()
    assert all(line.startswith("timestamp=") for line in lines)
    assert 'event="run started"' in lines[0]
    assert 'event="run finished"' in lines[-1]
    again = world.casebook("--log-file", str(file), "query", "selec")
    assert again.stderr.startswith("casebook: ")
    assert 'event="command failed"' in file.read_text().splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        (("query", "selec"), {}),
        (("refresh", "--raw", "/nowhere/at/all"), {}),
        (("refresh",), {"CASEBOOK_MAX_ARTICLE_BYTES": "a lot", "CASEBOOK_SENSOR_SECONDS": "1"}),
        (("refreshh",), {}),
    ],
    ids=lambda value: " ".join(value),
)
def test_a_refusal_is_a_line_of_json_where_logs_are(
    arguments: tuple[str, ...], more: dict[str, str], refreshed: World
) -> None:
    done = refreshed.casebook(*arguments, **JSON, **more)
    lines = lines_of(done.stderr)
    assert len(lines) == max(len(more), 1)
    assert {line["event"] for line in lines} == {"command failed"}
    assert {line["exit_code"] for line in lines} == {done.returncode} == {2}


def test_the_options_are_the_settings(refreshed: World) -> None:
    done = refreshed.casebook("--log-format", "json", "query", "selec")
    [line] = lines_of(done.stderr)
    assert "syntax error" in str(line["error"])
    wrong = refreshed.casebook("--log-format", "xml", "status")
    assert "CASEBOOK_LOG_FORMAT" in wrong.stderr
    unwritable = refreshed.casebook("--log-file", "/proc/casebook/log", "status")
    assert unwritable.stderr.startswith("casebook: setting CASEBOOK_LOG_FILE: ")


def test_secrets_are_shown_nowhere(refreshed: World, tmp_path: Path) -> None:
    store = {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ALLOW_HTTP": "true",
        "CASEBOOK_EVENT_LOG": "s3://bucket/log",
    }
    world = World(refreshed.raw, tmp_path / "warehouse")
    calls = [
        world.casebook("config", **SECRETS, **store),
        world.casebook("refresh", **SECRETS, **store),
        world.casebook("refresh", **SECRETS, **store, **JSON),
        world.casebook("refresh", **{**SECRETS, "CASEBOOK_FAILURE_WEBHOOK": "a-secret-hook"}),
        world.casebook("refresh", **{**SECRETS, "CASEBOOK_EVENT_LOG": "s3://me:a-secret-access-key@bucket/log"}),
        world.casebook("refresh", "--raw", "s3://me:a-secret-access-key@bucket/raw", **SECRETS),
    ]
    assert [call.returncode for call in calls] == [0, 2, 2, 2, 2, 2]
    assert "AWS_SECRET_ACCESS_KEY" in calls[0].stdout
    assert "cannot be reached" in calls[1].stderr
    for call in calls:
        shown = call.stdout + call.stderr
        for secret in ("an-access-key-id", "a-secret-access-key", "a-session-token", "a-secret-hook"):
            assert secret not in shown, call.args


def test_redaction_takes_secrets_out_and_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "abcdef123")
    monkeypatch.setenv("SOME_OTHER_TOKEN", "abcdef123456")
    monkeypatch.setenv("SHORT_SECRET", "a")
    assert redacted("a key abcdef123456 and abcdef123.") == f"a key {HIDDEN} and {HIDDEN}."
