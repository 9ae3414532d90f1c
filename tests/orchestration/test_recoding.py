"""Reading again by month, as a backfill of Dagster's: planned, stopped, continued; in the end as if it was done at once."""

import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import forks
import pytest
from daemons import Daemon, daemon_of
from other_rules import VERSION
from refreshing import World, copy_of, new_world

from pipelines.load.lookup import Lookup

pytestmark = pytest.mark.slow

STATUS = dg.DagsterRunStatus
RECODED = dg.AssetKey("recoded_articles")
PLAN = dg.AssetKey("recoding_plan")

# Three months, and an article without a date.
FILES = ("2022/20220428_haicheng_goip_gb18030.txt", "2024/0322_jining", "2024/20240511_yixing_utf16.txt")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = new_world(tmp_path_factory.mktemp("recoded"), FILES)
    made.refresh()
    return made


def _by_other_rules(world: World, *arguments: str) -> str:
    """What the command prints where the other rules are in place; it must succeed."""
    done = forks.program("other_rules:different", arguments, world.environment())
    assert done.returncode == 0, done.stderr
    return done.stdout


def _outdated(world: World) -> list[str]:
    """Months that the other rules have articles of to read."""
    lookup = Lookup(world.published)
    return sorted({one.month for one in lookup.outdated_articles("casebook-rules", VERSION, None, ())})


def _believed(world: World) -> dict[str, list[tuple[object, ...]]]:
    views = ("figures", "cases", "case_regions", "case_articles", "campaigns", "articles")
    return {view: world.rows(f"select * from {view} order by all") for view in views}


def test_a_backfill_is_planned_stopped_and_continued(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = copy_of(world, tmp_path / "at_once")
    _by_other_rules(at_once, "recode", "--yes")
    assert _believed(at_once) != _believed(world)

    by_month = copy_of(world, tmp_path / "by_month")
    before, head = _believed(by_month), by_month.log.head()
    with daemon_of(by_month, monkeypatch, prepare="other_rules:put_in_place") as daemon:
        months = sorted(daemon.instance.get_dynamic_partitions("publication_month"))
        assert months == _outdated(by_month)
        assert "undated" in months or len(months) > 2

        daemon.submit("plan_recoding", {"dagster/partition": months[0]})
        daemon.finish()
        planned = _metadata(daemon, PLAN)
        assert int(str(planned["removed"])) > 0
        assert int(str(planned["articles_to_read_again"])) > 0
        assert planned["failed_checks"] == "none"
        assert "figure" in str(planned["plan"])
        assert (by_month.log.head(), _believed(by_month)) == (head, before), "a plan records nothing"

        backfill = daemon.backfill("recode", months)
        assert len(daemon.runs("recode")) == len(months)
        daemon.turn_queue()
        _until(lambda: any(run.status is STATUS.SUCCESS for run in daemon.runs("recode")))
        daemon.turn_queue()
        _until(lambda: any(run.status is STATUS.STARTED for run in daemon.runs("recode")))
        daemon.cancel_backfill(backfill)
        _until(lambda: not daemon.unfinished())
        assert {run.status for run in daemon.runs("recode")} == {STATUS.SUCCESS, STATUS.CANCELED}
        recoded = daemon.instance.get_materialized_partitions(RECODED)
        assert recoded
        assert set(_outdated(by_month)) < set(months), "what was done before it was stopped is done"

        missing = sorted(set(months) - recoded)
        daemon.backfill("recode", missing)
        daemon.finish()
        assert daemon.instance.get_materialized_partitions(RECODED) == set(months), "the partition view is all green"
        head = by_month.log.head()
        daemon.submit("recode", {"dagster/partition": months[0]})
        daemon.finish()
        assert int(str(_metadata(daemon, RECODED)["articles_to_read_again"])) == 0
        assert by_month.log.head() == head, "a month that is done is not done again"
    assert _outdated(by_month) == []
    assert _believed(by_month) == _believed(at_once)
    assert by_month.casebook("verify").returncode == 0


def test_the_command_line_goes_month_by_month(world: World, tmp_path: Path) -> None:
    mine = copy_of(world, tmp_path)
    months = _outdated(mine)
    planned = _by_other_rules(mine, "recode", "--by-month", "--plan")
    assert all(f"{month}, {number} of {len(months)}" in planned for number, month in enumerate(months, 1))
    assert _outdated(mine) == months
    _by_other_rules(mine, "recode", "--month", months[-1], "--yes")
    assert _outdated(mine) == months[:-1]
    refused = mine.casebook("recode", "--by-month", "--month", months[0], "--yes")
    assert refused.returncode == 2
    assert "--by-month reads every month" in refused.stderr


def _metadata(daemon: Daemon, key: dg.AssetKey) -> dict[str, object]:
    entry = daemon.instance.get_latest_materialization_event(key)
    assert entry is not None
    assert entry.asset_materialization is not None
    return {name: value.value for name, value in entry.asset_materialization.metadata.items()}


def _until(condition: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + 240
        time.sleep(0.1)
