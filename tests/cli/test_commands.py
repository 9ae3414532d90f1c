"""The command `casebook` as a user runs it: what it prints, its exit codes, wrong use."""

import csv
import io
import json
import os
import pty
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from builders import notes
from refreshing import COMMAND, World, copy_of, new_world, refreshed
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.settings import Settings

__all__ = ["refreshed"]

# What takes seconds to load, and what a refresh needs only once it has articles to read.
FOR_ARTICLES = (
    "great_expectations",
    "pandas",
    "pypinyin",
    "pipelines.normalize.documents",
    "pipelines.normalize.extraction.coder",
    "pipelines.normalize.resolution",
)
LOCKED_ROOT = Path("/proc/casebook")  # nobody can create a folder there, whoever runs the tests


def run(world: World, *arguments: str) -> str:
    """The command in this process, which must succeed; what it printed."""
    done = CliRunner(env={"CASEBOOK_RAW": str(world.raw), "CASEBOOK_WAREHOUSE": str(world.warehouse)}).invoke(
        app, arguments
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def one_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The only line of a refusal."""
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("casebook: ")
    return line


class TestRefresh:
    def test_the_first_says_what_came_in(self, refreshed: World) -> None:
        printed = refreshed.printed
        for words in ("files seen", "new", "changed", "rejected: empty", "accepted: figure_reports", "log head"):
            assert words in printed, printed
        assert f"{refreshed.log.head()} events appended" in printed
        assert f"Published: {refreshed.published}" in printed
        assert "to load Dagster" in printed

    @pytest.mark.slow
    def test_the_second_says_that_nothing_is_new_and_loads_nothing_that_reads_articles(
        self, refreshed: World, tmp_path: Path
    ) -> None:
        world = copy_of(refreshed, tmp_path)
        head = world.log.head()
        done = world.command_that_loads(FOR_ARTICLES, "refresh", "--full")
        assert (done.returncode, done.stderr) == (0, "\n")
        assert done.stdout.startswith("Nothing new: 0 events appended, nothing changed")
        assert world.log.head() == head

    @pytest.mark.slow
    def test_rebuild_says_what_it_did(self, refreshed: World, tmp_path: Path) -> None:
        world = copy_of(refreshed, tmp_path)
        done = world.casebook("rebuild")
        assert (done.returncode, done.stderr) == (0, "")
        assert f"Rebuilt from {world.log.head()} events" in done.stdout


class TestProgress:
    @pytest.mark.slow
    def test_is_shown_on_a_terminal_and_options_come_before_the_environment(self, tmp_path: Path) -> None:
        world = new_world(tmp_path, ("2024/0322_jining",))
        elsewhere = World(tmp_path / "no raw", tmp_path / "no warehouse")
        options = ("--raw", str(world.raw), "--warehouse", str(world.warehouse))
        screen, code = on_a_terminal(elsewhere, "refresh", *options)
        assert code == 0, screen
        for verb in ("ingest", "normalize", "validate", "load"):
            assert verb in screen
        assert world.published.exists()
        assert not elsewhere.warehouse.exists()

    def test_is_not_shown_in_a_pipe(self, refreshed: World) -> None:
        assert "\x1b" not in refreshed.printed
        assert "normalize" not in refreshed.printed


def on_a_terminal(world: World, *arguments: str) -> tuple[str, int]:
    """What a terminal shows of the command, with the exit code."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, *arguments],
        env=world.environment(TERM="xterm-256color"),
        stdout=terminal,
        stderr=terminal,
        stdin=terminal,
    )
    os.close(terminal)
    shown = bytearray()
    try:
        while piece := os.read(controller, 65536):
            shown += piece
    except OSError:  # how Linux tells that the other end is closed
        pass
    finally:
        os.close(controller)
    return shown.decode("utf-8", "replace"), process.wait(60)


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("refresh", "--raw", "{tmp}/nowhere"), "nowhere: there is no such folder"),
            (("refresh", "--raw", "{tmp}/a file"), "is a file, not a folder"),
            (("refresh", "--warehouse", "{tmp}/a file"), "is a file, not a folder"),
            (("refresh", "--warehouse", str(LOCKED_ROOT)), "cannot be created"),
            (("refresh", "--warehouse", "{tmp}/full"), "is not a Casebook warehouse"),
            (("refresh", "--raw", "{tmp}/full", "--warehouse", "{tmp}/full/below"), "lies in the folder"),
            (("ui", "--raw", "{tmp}/nowhere"), "there is no such folder"),
            (("ui", "--port", "99999"), "--port"),
            (("rebuild", "--warehouse", "{tmp}/nowhere"), "is not a Casebook warehouse"),
            (("query", "select 1", "--warehouse", "{tmp}/nowhere"), "is not a Casebook warehouse"),
            (("query", "select 1", "--warehouse", "{tmp}/full"), "run `casebook refresh` first"),
            (("query", "select 1", "--warehouse", "{tmp}/fake"), "is not a Casebook warehouse"),
            (("status", "--warehouse", "{tmp}/full"), "run `casebook refresh` first"),
            (("events", "--warehouse", "{tmp}/nowhere"), "there is no such folder"),
            (("events", "--warehouse", "{tmp}/a file"), "it is a file"),
            (("--bogus",), "--bogus"),
            (("refresh", "--bogus"), "--bogus"),
            (("refreshh",), "refreshh"),
            ((), "casebook --help"),
            (("query",), "sql"),
            (("events", "--limit", "many"), "--limit"),
            (("events", "--limit", "-1"), "--limit"),
        ],
        ids=lambda value: " ".join(value).replace("{tmp}/", "") if isinstance(value, tuple) else "",
    )
    def test_is_one_line(self, arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
        (tmp_path / "a file").write_text("not a folder", encoding="utf-8")
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "letter.txt").write_text("not a warehouse", encoding="utf-8")
        (tmp_path / "fake").mkdir()
        (tmp_path / "fake" / "casebook.duckdb").write_text("not a database, but long enough " * 500, encoding="utf-8")
        (tmp_path / "raw").mkdir()
        world = World(tmp_path / "raw", tmp_path / "warehouse")
        line = one_line(world.casebook(*(argument.format(tmp=tmp_path) for argument in arguments)))
        assert words in line
        assert not world.warehouse.exists()

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("query", "selec 1"), "syntax error"),
            (("query", ""), "no SQL"),
            (("query", "/* only a comment */"), "no SQL"),
            (("query", "--file", "no such file.sql"), "no such file.sql"),
            (("query", "select * from no_such_table"), "no_such_table"),
            (("query", "create table t (n int)"), "read-only"),
            (("query", "select 1", "--output", "xml"), "no such output: xml; there are table, csv, json"),
            (("events", "--type", "gossip_heard"), "no such event type: gossip_heard"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
    )
    def test_of_a_warehouse_is_one_line(self, arguments: tuple[str, ...], words: str, refreshed: World) -> None:
        assert words in one_line(refreshed.casebook(*arguments))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("CASEBOOK_MAX_ARTICLE_BYTES", "a lot"),
            ("CASEBOOK_MAX_ARTICLE_BYTES", "0"),
            ("CASEBOOK_SENSOR_SECONDS", "1"),
            ("CASEBOOK_REFRESH_CRON", "at dawn"),
            ("CASEBOOK_REFRESH_TIMEZONE", "Mars/Olympus"),
        ],
    )
    def test_of_a_setting_names_it(self, name: str, value: str, tmp_path: Path) -> None:
        world = new_world(tmp_path, ("2024/0322_jining",))
        line = one_line(world.casebook("refresh", **{name: value}))
        assert name in line
        assert value in line

    def test_of_a_warehouse_that_is_being_refreshed_names_the_holder(self, refreshed: World, tmp_path: Path) -> None:
        world = copy_of(refreshed, tmp_path)
        with (world.warehouse / ".lock").open("w", encoding="utf-8") as lock:
            flock(lock, LOCK_EX)
            lock.write("process 4711, since 2026-11-27 09:00:00 UTC")
            lock.flush()
            for command in ("refresh", "rebuild"):
                line = one_line(world.casebook(command))
                assert (
                    "another refresh is writing to this warehouse (process 4711, since 2026-11-27 09:00:00 UTC)" in line
                )
            # Looking is not writing.
            assert "log head" in run(world, "status")
            assert run(world, "query", "select count(*) as n from figures", "-o", "json")

    def test_of_a_command_that_is_told_to_end_is_one_line(self, refreshed: World, tmp_path: Path) -> None:
        world = copy_of(refreshed, tmp_path)
        lock = world.warehouse / ".lock"
        call = [COMMAND, "refresh", "--wait", "200"]
        with (
            lock.open("w", encoding="utf-8") as held,
            subprocess.Popen(call, env=world.environment(), stderr=subprocess.PIPE, text=True) as waiting,
        ):
            flock(held, LOCK_EX)
            while not any(os.path.realpath(file) == str(lock) for file in Path(f"/proc/{waiting.pid}/fd").iterdir()):
                time.sleep(0.01)
            waiting.terminate()
            told = str(waiting.communicate()[1])
        assert waiting.returncode == 130
        assert told == "casebook: interrupted; what was done so far is kept, run it again to go on\n"

    @pytest.mark.slow
    def test_does_not_come_of_two_refreshes_at_once_that_wait_for_each_other(self, tmp_path: Path) -> None:
        world = new_world(tmp_path, ("2024/0322_jining",))
        with ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(world.casebook, "refresh", "--wait", "200") for _ in range(2)]
            done = [run.result() for run in waiting]
        assert [each.returncode for each in done] == [0, 0], [each.stderr for each in done]
        assert sorted(each.stdout.startswith("Nothing new:") for each in done) == [False, True]

    def test_of_a_port_that_is_taken_names_it(self, tmp_path: Path) -> None:
        world = new_world(tmp_path, ("2024/0322_jining",))
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            assert f"port {port} of 127.0.0.1" in one_line(world.casebook("ui", "--port", port))
        assert not world.warehouse.exists()

    @pytest.mark.skipif(
        shutil.which("setpriv") is None, reason="setpriv, which takes root's privileges away, is missing"
    )
    def test_of_a_folder_without_permission(self, tmp_path: Path) -> None:
        world = new_world(tmp_path, ("2024/0322_jining",))
        world.warehouse.mkdir(mode=0o555)
        drop = ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.getuid() == 0 else []
        done = subprocess.run(
            ["setpriv", *drop, COMMAND, "refresh"], env=world.environment(), capture_output=True, text=True, check=False
        )
        assert "cannot be written to" in one_line(done)

    def test_help_is_not_wrong(self, refreshed: World) -> None:
        for command in ("refresh", "rebuild", "query", "events", "status", "ui"):
            assert command in run(refreshed, "--help")
            assert run(refreshed, command, "--help")


class TestQuery:
    SQL = "select article, metric, value, quote from figures order by article, span_start limit 3"

    def test_csv_can_be_read_back(self, refreshed: World) -> None:
        rows = list(csv.reader(io.StringIO(run(refreshed, "query", self.SQL, "-o", "csv"))))
        assert rows[0] == ["article", "metric", "value", "quote"]
        assert rows[1:] == [[str(value) for value in row] for row in refreshed.rows(self.SQL)]

    def test_json_is_one_object_a_line(self, refreshed: World) -> None:
        rows = [json.loads(line) for line in run(refreshed, "query", self.SQL, "-o", "json").splitlines()]
        assert [tuple(row.values()) for row in rows] == [
            (article, metric, str(value), quote) for article, metric, value, quote in refreshed.rows(self.SQL)
        ]

    def test_a_table_ends_with_its_count(self, refreshed: World) -> None:
        lines = run(refreshed, "query", self.SQL).splitlines()
        assert lines[-1] == "3 rows"
        assert all(name in lines[1] for name in ("article", "metric", "value", "quote"))
        assert run(refreshed, "query", "select 1 as one").splitlines()[-1] == "1 row"

    def test_numbers_are_shown_plainly(self, refreshed: World) -> None:
        assert "684000000" in run(refreshed, "query", "select 684000000.0000::decimal(24, 4) as value")

    def test_brackets_are_text_and_not_markup(self, refreshed: World) -> None:
        assert "[red]x[/red] [1, 2]" in run(refreshed, "query", "select '[red]x[/red] [1, 2]' as value")

    def test_a_reader_who_stops_early_is_no_error(self, refreshed: World) -> None:
        done = subprocess.run(
            f"'{COMMAND}' query 'select * from range(200000)' -o json | head -1",
            shell=True, env=refreshed.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert json.loads(done.stdout) == {"range": 0}
        assert "Traceback" not in done.stderr


def events(world: World, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(world, "events", "--json", *arguments).splitlines()]


class TestEvents:
    def test_come_in_order_and_without_gaps(self, refreshed: World) -> None:
        found = [event["position"] for event in events(refreshed, "--limit", "0")]
        assert found == list(range(1, refreshed.log.head() + 1))

    def test_are_limited_unless_asked_otherwise(self, refreshed: World) -> None:
        assert len(events(refreshed)) == 50
        assert len(events(refreshed, "--limit", "7")) == 7

    def test_of_some_types(self, refreshed: World) -> None:
        found = events(refreshed, "-t", "article_rejected", "--type", "batch_closed")
        assert {event["type"] for event in found} == {"article_rejected", "batch_closed"}

    def test_between_positions(self, refreshed: World) -> None:
        assert [event["position"] for event in events(refreshed, "--after", "10", "--upto", "13")] == [11, 12, 13]

    def test_of_a_stream_and_of_streams_with_a_prefix(self, refreshed: World) -> None:
        stream = "article/2024/0322_jining"
        assert {event["stream"] for event in events(refreshed, "--stream", stream)} == {stream}
        below = {str(event["stream"]) for event in events(refreshed, "--stream", "article/2024/*", "--limit", "0")}
        assert stream in below
        assert len(below) > 1
        assert all(name.startswith("article/2024/") for name in below)

    def test_json_has_the_payload(self, refreshed: World) -> None:
        [event, *_] = events(refreshed, "-t", "figure_reported")
        payload = event["figure_report"]
        assert isinstance(payload, Mapping)
        assert {"metric", "value", "quote"} <= set(payload)

    def test_a_table_shows_the_envelope(self, refreshed: World) -> None:
        printed = run(refreshed, "events", "-t", "article_rejected")
        assert "article/2024/20240601_empty.txt" in printed
        assert "position" in printed


class TestStatus:
    def test_says_how_far_everything_is(self, refreshed: World) -> None:
        printed = run(refreshed, "status")
        assert str(refreshed.log.head()) in printed
        assert "published warehouse" in printed
        assert "refresh, success, " in printed
        assert printed.endswith("All is well.\n")

    def test_tells_a_monitor_what_is_wrong(self, refreshed: World, tmp_path: Path) -> None:
        world = copy_of(refreshed, tmp_path)
        now = datetime.now(UTC)
        world.log.append([notes(1)], actor="test", run_id="test", recorded_at=now)
        with closing(sqlite3.connect(world.warehouse / "dagster" / "history" / "runs.db")) as record, record:
            record.execute("update runs set status = 'FAILURE'")
        done = world.casebook("status", "--json")
        assert done.returncode == 1
        found = json.loads(done.stdout)
        assert (found["log_head"], found["published"]) == (refreshed.log.head() + 2, refreshed.log.head())
        behind, failed = found["trouble"]
        assert "2 events behind the log" in behind
        assert "the last run of refresh failed" in failed
        assert found["bytes_used"]["log"] > 0
        assert found["bytes_free"] > 0
        assert found["steps"] == {"accept": {"checkpoint": world.log.checkpoint("accept"), "waiting": 0}}
        assert (found["behind"], found["last_success"]) == (2, None)

    def test_tells_of_a_run_that_was_killed(self, refreshed: World, tmp_path: Path) -> None:
        world = copy_of(refreshed, tmp_path)
        assert json.loads(run(world, "status", "--json"))["last_success"] is not None
        with closing(sqlite3.connect(world.warehouse / "dagster" / "history" / "runs.db")) as record, record:
            record.execute("update runs set status = 'STARTED'")
        assert "The last run, refresh, was killed" in world.casebook("status").stdout
        with (world.warehouse / ".lock").open("w", encoding="utf-8") as lock:
            flock(lock, LOCK_EX)
            assert "All is well." in world.casebook("status").stdout, "it is at work"

    def test_tells_that_nothing_runs_any_more_where_something_should(self, refreshed: World, tmp_path: Path) -> None:
        assert "All is well." in refreshed.casebook("status", CASEBOOK_STALE_AFTER_HOURS="1").stdout
        world = copy_of(refreshed, tmp_path)
        with closing(sqlite3.connect(world.warehouse / "dagster" / "history" / "runs.db")) as record, record:
            record.execute("update runs set end_time = end_time - 27 * 3600")
        by_hand = world.casebook("status").stdout
        assert "nothing: runs start by hand" in by_hand
        assert by_hand.endswith("All is well.\n")
        limited = world.casebook("status", CASEBOOK_STALE_AFTER_HOURS="1.5")
        assert limited.returncode == 1
        assert "did so 27 hours ago, more than 1.5 " in limited.stdout
        assert "All is well." in world.casebook("status", CASEBOOK_STALE_AFTER_HOURS="0").stdout


class TestConfig:
    def test_says_where_each_value_comes_from(self, refreshed: World, tmp_path: Path) -> None:
        printed = refreshed.casebook("config", "--raw", str(tmp_path), CASEBOOK_SENSOR_SECONDS="30").stdout
        lines = [[cell.strip() for cell in line.split("│")] for line in printed.splitlines() if line.startswith("│")]
        sources = {cells[1]: (cells[2], cells[3]) for cells in lines}
        assert {name for name in sources if not name.startswith("AWS_")} == set(Settings.model_fields)
        assert sources["raw"] == (str(tmp_path), "option --raw")
        assert sources["warehouse"] == (str(refreshed.warehouse), "environment CASEBOOK_WAREHOUSE")
        assert sources["sensor_seconds"] == ("30", "environment CASEBOOK_SENSOR_SECONDS")
        assert sources["refresh_cron"] == ("30 6 * * *", "default (CASEBOOK_REFRESH_CRON is not set)")
        assert sources["event_log"][0] == str(refreshed.warehouse / "log"), "what is in force, where none is set"

    def test_is_read_by_programs_and_names_what_it_does_not_show(self, refreshed: World) -> None:
        set_ = {
            "CASEBOOK_LOG_FORMAT": "json",
            "CASEBOOK_FAILURE_WEBHOOK": "https://example.com/hook",
            "CASEBOOK_RAWW": "a slip",
            "AWS_REGION": "eu-nowhere-1",
        }
        done = refreshed.casebook("config", "--json", **set_)
        told = json.loads(done.stdout)
        values = {line["setting"]: line["value"] for line in told["settings"]}
        assert values["log_level"] == "info", "asking for JSON asks for logs"
        assert values["sensor_seconds"] == 60
        assert values["log_file"] is None
        assert values["failure_webhook"] == values["AWS_REGION"] == "set, not shown"
        assert told["unknown"] == ["CASEBOOK_RAWW"]
        assert "nowhere" not in done.stdout
        assert "hook" not in done.stdout.replace("failure_webhook", "").replace("FAILURE_WEBHOOK", "")


LIGHT = {
    "config": ["config"],
    "query": ["query", "select count(*) from figures"],
    "events": ["events", "--limit", "5"],
    "status": ["status"],
}

HEAVY = ("dagster", "great_expectations", "polars", "pandas")


@pytest.mark.parametrize("command", LIGHT)
def test_looking_things_up_loads_nothing_heavy(command: str, refreshed: World) -> None:
    """Each of these packages takes longer to load than the whole command does without them."""
    script = f"""
import sys
sys.argv = ["casebook", *{LIGHT[command]!r}]
from pipelines.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], env=refreshed.environment(), capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"
