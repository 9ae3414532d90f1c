"""A run takes so many articles at most: several runs tell what one would have told, and whoever started them goes on."""

import os
from contextlib import closing
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from refreshing import World, new_world
from thorough import THOROUGH

from pipelines.normalize.tables.pending import pending_captures
from pipelines.orchestration.assets import normalize
from pipelines.orchestration.automation import GOES_ON, REST
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.run import RunSummary, run_job, run_refresh
from pipelines.status import WHOLE_REFRESH

pytestmark = pytest.mark.slow

# What analysts are promised, without the ids of cases, which may depend on what came first.
PRESENT = (
    "select * exclude (case_id) from figures order by all",
    "select * exclude (case_id) from cases order by all",
    "select * from articles order by all",
    "select * from campaigns order by all",
    "select list(article order by all) from case_articles group by case_id order by all",
    "select list(row(article, span_start) order by all) from figures where case_id is not null group by case_id order by all",
)


@pytest.fixture(autouse=True)
def _own_dagster_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Running a job sets DAGSTER_HOME; put back what was there."""
    monkeypatch.setenv("DAGSTER_HOME", os.environ.get("DAGSTER_HOME", ""))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> World:
    """All in one run."""
    world = new_world(tmp_path_factory.mktemp("whole"))
    run_refresh(world.settings)
    return world


def told(world: World) -> list[list[tuple[object, ...]]]:
    with closing(duckdb.connect(str(world.published), read_only=True)) as connection:
        return [connection.execute(query).fetchall() for query in PRESENT]


def refreshed_in_portions(folder: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> tuple[World, RunSummary]:
    monkeypatch.setattr(normalize, "RUN_ARTICLES", size)
    world = new_world(folder)
    return world, run_refresh(world.settings)


@pytest.mark.parametrize("size", (1, 2, 3) if THOROUGH else (3,))
def test_portions_tell_what_one_run_tells(
    whole: World, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, summary = refreshed_in_portions(tmp_path, size, monkeypatch)
    assert told(world) == told(whole)
    articles = world.log.scan(["position"], types=["article_captured"]).read_all().num_rows
    with dg.DagsterInstance.from_config(str(world.warehouse / "dagster")) as instance:
        runs = instance.get_runs()
    assert [run.job_name for run in runs] == [REST] * (len(runs) - 1) + [WHOLE_REFRESH]
    assert len(runs) == -(-articles // size)
    assert summary.articles_left == 0
    assert summary.assets["accepted_reports"]["accepted_articles"] == articles
    assert summary.assets["captured_articles"]["new_articles"] == articles
    assert summary.assets["star_schema"]["changed"]
    inputs = summary.accounting
    assert inputs is not None
    assert (inputs.taken_in, inputs.rejected, inputs.missing) == (articles + 2, 2, 0)
    assert inputs.accepted == world.value("select count(*) from articles where status = 'coded'")
    assert "casebook_last_run_inputs_taken_in" in (world.warehouse / "metrics.prom").read_text(encoding="utf-8")


def test_a_new_version_that_waits_keeps_the_old_one_from_being_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are captured and neither was read: as in one run, the earlier one was never believed."""
    monkeypatch.setattr(normalize, "RUN_ARTICLES", 1)
    world = new_world(tmp_path, ("2022/20220428_haicheng_goip_gb18030.txt", "2024/20240511_yixing_utf16.txt"))
    first = world.raw / "2022/20220428_haicheng_goip_gb18030.txt"
    run_job("refresh", world.settings)  # takes the first of two
    first.write_bytes(first.read_bytes() + "（一改）".encode("gb18030"))
    run_job("refresh", world.settings)
    first.write_bytes(first.read_bytes() + "（二改）".encode("gb18030"))
    run_refresh(world.settings)
    assert pending_captures(world.log, world.log.head()) == []
    coded = world.log.scan(["cause_position"], types=["article_coded"]).read_all().num_rows
    captured = world.log.scan(["position"], types=["article_captured"]).read_all().num_rows
    assert (captured, coded) == (4, 3)


def test_the_daemon_goes_on_where_a_run_left_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normalize, "RUN_ARTICLES", 3)
    world = new_world(tmp_path)
    run_job("refresh", world.settings)
    sensor = build_definitions(world.settings).resolve_sensor_def("rest_of_a_refresh")
    with dg.DagsterInstance.from_config(str(world.warehouse / "dagster")) as instance:
        [run] = instance.get_runs()

        def asked(tags: dict[str, str], run: dg.DagsterRun = run) -> dg.RunRequest | dg.SkipReason:
            launched = run.with_tags(tags)
            event = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.RUN_SUCCESS)[0].dagster_event
            assert event is not None
            context = dg.build_run_status_sensor_context("rest_of_a_refresh", event, instance, launched)
            answer = sensor(context)
            assert isinstance(answer, dg.RunRequest | dg.SkipReason)
            return answer

        assert isinstance(asked({GOES_ON: "true"}), dg.SkipReason), "the command goes on by itself"
        assert asked({}) == dg.RunRequest(run_key=run.run_id)
        while run_job(REST, world.settings).articles_left:
            pass
        assert isinstance(asked({}, instance.get_runs(limit=1)[0]), dg.SkipReason), "nothing is left"
