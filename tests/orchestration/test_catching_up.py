"""Declarative automation: who is behind the log is made anew, and a refresh leaves nothing to be made twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from daemons import daemon_of
from dagster._core.definitions.asset_daemon_cursor import AssetDaemonCursor  # not exported at the top
from refreshing import World, new_world

from pipelines.orchestration.build import build_definitions
from pipelines.settings import Settings
from pipelines.status import read_status
from pipelines.warehouse import Warehouse

pytestmark = pytest.mark.slow

LOADED = {"quarantine", "star_schema", "published_warehouse"}
BEHIND = LOADED | {"data_docs", "charts"}
MONTHS = "publication_month"


class Evaluations:
    """Evaluates the conditions again and again, each time from where it was."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        self.instance = instance
        self.definitions = build_definitions(Settings())
        self.cursor: AssetDaemonCursor | None = None
        assert self.requested() == set(), "what was there when it was switched on is left alone"

    def requested(self) -> set[str]:
        result = dg.evaluate_automation_conditions(self.definitions, self.instance, cursor=self.cursor)
        self.cursor = result.cursor
        return {
            key.to_user_string()
            for spec in self.definitions.resolve_all_asset_specs()
            if result.get_num_requested(key := spec.key)
        }

    def made(self, asset: str, partition: str | None = None) -> None:
        self.instance.report_runless_asset_event(dg.AssetMaterialization(asset, partition=partition))


def test_what_is_recorded_outside_a_refresh_is_caught_up_with_once() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        evaluations = Evaluations(instance)
        evaluations.made("accepted_reports")
        assert evaluations.requested() == BEHIND
        assert evaluations.requested() == set(), "asked for once"
        instance.add_dynamic_partitions(MONTHS, ["2024-05", "2024-06"])
        assert evaluations.requested() == set()
        evaluations.made("recoded_articles", "2024-05")
        assert evaluations.requested() == BEHIND - {"data_docs"}
        evaluations.made("recoding_plan", "2024-05")
        evaluations.made("captured_articles")
        assert evaluations.requested() == set(), "nothing of that is in the log's reports"


def test_other_code_is_caught_up_with() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        evaluations = Evaluations(instance)

        def of_code(version: str) -> dg.Definitions:
            def named(spec: dg.AssetSpec) -> dg.AssetSpec:
                return spec.replace_attributes(code_version=version) if spec.key.path == ["star_schema"] else spec

            return build_definitions(Settings()).map_asset_specs(func=named)

        evaluations.definitions = of_code("another")
        assert evaluations.requested() == BEHIND - {"data_docs"}
        assert evaluations.requested() == set()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return new_world(tmp_path, ("2024/0322_jining",))


def test_jobs_that_load_what_they_record_leave_nothing_to_do(world: World) -> None:
    definitions = build_definitions(world.settings)
    with dg.DagsterInstance.ephemeral() as instance:
        evaluations = Evaluations(instance)
        # The pictures are drawn by a refresh; what else publishes may leave them to be caught up with.
        for job, left in (("refresh", set()), ("load", {"charts"}), ("rebuild", {"charts"})):
            assert definitions.resolve_job_def(job).execute_in_process(instance=instance).success
            assert evaluations.requested() <= left, job
        month = instance.get_dynamic_partitions(MONTHS)[0]
        recode = definitions.resolve_job_def("recode")
        assert recode.execute_in_process(instance=instance, partition_key=month).success
        assert evaluations.requested() <= {"charts"}


def test_the_daemon_loads_checks_and_publishes_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with daemon_of(world, monkeypatch, CASEBOOK_AUTOMATION="on") as daemon:
        now = datetime.now(UTC)
        daemon.turn_automation(now)
        assert read_status(Warehouse(world.warehouse)).switched_on["catch_up"], "though nobody switched it on"
        daemon.instance.report_runless_asset_event(dg.AssetMaterialization("accepted_reports"))
        daemon.turn_automation(now + timedelta(minutes=2))
        daemon.finish()
        [run] = daemon.instance.get_runs()
        assert run.status is dg.DagsterRunStatus.SUCCESS
        checks = daemon.instance.get_records_for_run(
            run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION
        ).records
        assert len(checks) > 10, "what is published has passed the checks"
    assert world.published.exists()
