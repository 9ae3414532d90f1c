"""The daily schedule on a real instance: time goes on, and the refresh is launched, runs and publishes."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from daemons import daemon_of
from refreshing import new_world

from pipelines.status import STARTERS, read_status
from pipelines.warehouse import Warehouse

pytestmark = pytest.mark.slow

BERLIN = ZoneInfo("Europe/Berlin")


def _at(hour: int, minute: int, day: int = 31) -> datetime:
    """A time of the day on which Berlin's clocks go forward at two."""
    return datetime(2024, 3, day, hour, minute, tzinfo=BERLIN)


def test_the_clock_goes_on_and_the_refresh_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = new_world(tmp_path)
    warehouse = Warehouse(world.warehouse)
    when = {"CASEBOOK_REFRESH_CRON": "15 4 * * *", "CASEBOOK_REFRESH_TIMEZONE": "Europe/Berlin"}
    with daemon_of(world, monkeypatch, **when) as daemon:
        daemon.turn_schedules(_at(5, 0, day=30))
        assert daemon.runs("refresh") == [], "the schedule is off until somebody switches it on"
        assert not read_status(warehouse).switched_on["daily_refresh"]
        daemon.start_schedule("daily_refresh", _at(5, 0, day=30))
        assert read_status(warehouse).switched_on == {name: name == "daily_refresh" for name in STARTERS}
        daemon.turn_schedules(_at(4, 14))
        assert daemon.runs("refresh") == []
        daemon.turn_schedules(_at(4, 15))
        [run] = daemon.runs("refresh")
        daemon.turn_schedules(_at(4, 16))
        assert [again.run_id for again in daemon.runs("refresh")] == [run.run_id], "a tick is told of once"
        daemon.finish()
        [run] = daemon.runs("refresh")
        assert run.status is dg.DagsterRunStatus.SUCCESS
        assert run.tags["dagster/schedule_name"] == "daily_refresh"
        assert run.tags["casebook/log_position"] == str(world.log.head())
        assert read_status(warehouse).trouble == ()
        with closing(sqlite3.connect(warehouse.dagster_home / "history" / "runs.db")) as record, record:
            record.execute("update runs set end_time = end_time - 27 * 3600")
        [stale] = read_status(warehouse).trouble
        assert "did so 27 hours ago, more than 26 " in stale
        assert read_status(warehouse, stale_after_hours=0).trouble == ()
        daemon.turn_schedules(_at(12, 0) + timedelta(days=2))
        assert len(daemon.runs("refresh")) == 2, "of the times that passed while the daemon was down one is made up for"
    assert world.rows("select article from figures limit 1")


@pytest.mark.parametrize("command", ["refresh", "ui"])
def test_a_wrong_time_is_one_line(tmp_path: Path, command: str) -> None:
    done = new_world(tmp_path).casebook(command, CASEBOOK_REFRESH_CRON="half past six")
    assert done.returncode == 2
    assert done.stderr.startswith("casebook: setting CASEBOOK_REFRESH_CRON: ")
    assert "half past six" in done.stderr
    assert len(done.stderr.splitlines()) == 1
