"""The end of a run as others are told of it: accounting, metrics for Prometheus, a line that says what failed."""

import logging
from collections.abc import Iterator

import dagster as dg
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from refreshing import World, new_world
from test_bad_rows import first_row, run

from pipelines.accounting import Accounting, accounting_of
from pipelines.orchestration.run_account import watched
from pipelines.status import read_status
from pipelines.warehouse import Warehouse

FILES = ("2024/0322_jining", "2024/20240601_empty.txt")
COUNTS = st.integers(0, 10**6)


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_world(tmp_path_factory.mktemp("world"), FILES)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def metrics(world: World) -> dict[tuple[str, ...], float]:
    """What Prometheus reads, by name and label values."""
    text = (world.warehouse / "metrics.prom").read_text(encoding="utf-8")
    return {
        (sample.name.removeprefix("casebook_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def positions_of(run: dg.DagsterRun) -> tuple[int, int]:
    """From where to where in the log it worked, as its tags say."""
    return int(run.tags["casebook/log_position_before"]), int(run.tags["casebook/log_position"])


@pytest.mark.slow
def test_prometheus_is_told_of_a_good_run_and_of_a_failed_one(
    world: World, instance: dg.DagsterInstance, caplog: pytest.LogCaptureFixture
) -> None:
    assert run(world, instance, "figure_reports", first_row("metric", "moonbeams_caught")).success
    good = metrics(world)
    head = world.log.head()
    assert good["log_head_position",] == good["published_position",] == head
    assert good["published_behind_events",] == 0
    assert good["quarantine_open_rows",] == 1
    assert good["last_run_success", "refresh"] == 1
    assert good["step_checkpoint_position", "accept"] == world.log.checkpoint("accept")
    assert (good["last_run_inputs_taken_in",], good["last_run_inputs", "rejected"]) == (2, 1)
    assert good["disk_used_bytes", "log"] > 0
    assert good["last_success_timestamp_seconds",] == good["last_run_end_timestamp_seconds",]
    [run_of_it] = instance.get_runs()
    assert positions_of(run_of_it) == (0, head)
    (world.raw / "another.txt").write_text("Police arrested 3 suspects.", encoding="utf-8")
    with caplog.at_level(logging.ERROR, logger="pipelines"):
        text_score = run(
            world, instance, "case_links", lambda frame: frame.with_columns(pl.col("score").cast(pl.String))
        )
    assert not text_score.success
    bad = metrics(world)
    [failed_run, _] = instance.get_runs()
    assert positions_of(failed_run) == (head, world.log.head()), "also of one that failed after it had captured"
    assert world.log.head() > head
    assert bad["last_run_success", "refresh"] == 0
    assert bad["last_run_end_timestamp_seconds",] > good["last_run_end_timestamp_seconds",]
    assert ("last_run_inputs_taken_in",) not in bad, "nothing was accepted, so nothing can be accounted for"
    assert bad["step_waiting_articles", "accept"] == 1
    [failed] = [record for record in caplog.records if record.message == "run failed"]
    step, _, cause = failed.__dict__["failed_steps"].partition(": ")
    assert step in ("great_expectations", "accepted_reports")
    assert cause, "why it failed is told with it"
    assert read_status(Warehouse(world.warehouse)).trouble


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_what_is_taken_in_is_accounted_for(
    accepted: int, rejected: int, quarantined: int, out: int, passed: int
) -> None:
    ingest = {"rejected_empty": rejected, "new_articles": 1}
    waiting = accepted + quarantined + out + passed
    outcome = {
        "articles_waiting": waiting,
        "articles_in_scope": accepted,
        "articles_out_of_scope": out,
        "articles_passed_over": passed,
        "quarantined_articles": quarantined,
        "quarantined_figure_reports": 7,
    }
    found = accounting_of({"captured_articles": ingest, "accepted_reports": outcome})
    assert found == Accounting(waiting + rejected, accepted, rejected, quarantined, out, passed)
    assert found.missing == 0
    one_lost = accounting_of(
        {"captured_articles": ingest, "accepted_reports": outcome | {"articles_waiting": waiting + 1}}
    )
    assert one_lost is not None
    assert one_lost.missing == 1


def test_runs_that_follow_one_another_are_accounted_for_as_one() -> None:
    first = accounting_of({"captured_articles": {"rejected_empty": 6}, "accepted_reports": _outcome(20, 3)})
    rest = accounting_of({"accepted_reports": _outcome(16, 2)})
    assert first is not None
    assert rest == Accounting(16, 2, 0, 0, 14, 0)
    assert first + rest == Accounting(42, 5, 6, 0, 31, 0)
    assert (first + rest).missing == 0


def _outcome(waiting: int, in_scope: int) -> dict[str, int]:
    return {"articles_waiting": waiting, "articles_in_scope": in_scope, "articles_out_of_scope": waiting - in_scope}


def test_a_rebuild_takes_nothing_in() -> None:
    assert accounting_of({"star_schema": {}}) is None


def test_outside_a_run_nothing_is_told(world: World) -> None:
    warehouse = Warehouse(world.warehouse)
    warehouse.create()
    with watched(dg.build_init_resource_context(), warehouse, world.raw, world.settings.max_article_bytes):
        pass
    assert not warehouse.metrics.exists()
