"""What Dagster is told: the graph, its descriptions, the checks, the jobs, the schedule, the sensors."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
import yaml
from dagster._core.instance.config import PoolGranularity  # not exported at the top
from refreshing import RAW, ROOT, World, new_world

from pipelines.errors import UsageError
from pipelines.load.sqlfiles import read_folder
from pipelines.orchestration import automation
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.instance import POOL, prepare_instance
from pipelines.settings import Settings, read_settings
from pipelines.status import STARTERS
from pipelines.validate import Context
from pipelines.validate.suites import SUITES
from pipelines.warehouse import Warehouse

GROUPS = {
    "ingest": {"captured_articles"},
    "normalize": {
        "articles",
        "case_reports",
        "campaign_reports",
        "figure_reports",
        "region_mentions",
        "case_links",
    },
    "validate": {"accepted_reports", "quarantine", "data_docs"},
    "load": {"star_schema", "published_warehouse", "charts"},
    "recode_on_demand": {"recoding_plan", "recoded_articles"},
}

JOBS = ("refresh", "refresh_rest", "load", "rebuild", "compare_with_rebuild", "plan_recoding", "recode")

JUDGED = ("case_links", "rows_judged")  # passes where the judgement was made
REBUILT_ALIKE = "incremental_equals_rebuild"
NOTHING_WAITS = ("quarantine", "nothing_waits")

UPSTREAM = {
    "captured_articles": set(),
    "articles": {"captured_articles"},
    "case_reports": {"articles"},
    "campaign_reports": {"articles"},
    "figure_reports": {"articles"},
    "region_mentions": {"articles"},
    "case_links": {"articles", "case_reports", "figure_reports", "region_mentions"},
    "accepted_reports": GROUPS["normalize"],
    "quarantine": {"star_schema"},
    "data_docs": {"accepted_reports"},
    "star_schema": {"accepted_reports", "recoded_articles"},
    "published_warehouse": {"star_schema"},
    "charts": {"published_warehouse"},
    "recoding_plan": {"accepted_reports"},
    "recoded_articles": {"recoding_plan"},
}


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return build_definitions(Settings())


@pytest.fixture(scope="module")
def specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}


def test_groups_hold_the_assets_of_the_design(specs: dict[str, dg.AssetSpec]) -> None:
    found: dict[str, set[str]] = {}
    for name, spec in specs.items():
        found.setdefault(str(spec.group_name), set()).add(name)
    assert found == GROUPS


def test_the_graph_reads_as_the_flow(specs: dict[str, dg.AssetSpec]) -> None:
    upstream = {name: {dep.asset_key.to_user_string() for dep in spec.deps} for name, spec in specs.items()}
    assert upstream == UPSTREAM


def test_every_asset_is_described_and_owned(specs: dict[str, dg.AssetSpec]) -> None:
    for name, spec in specs.items():
        assert len(spec.description or "") > 40, name
        assert list(spec.owners) == ["team:casebook"], name
        assert spec.kinds, name


def test_every_expectation_is_a_check_of_its_table(definitions: dg.Definitions) -> None:
    context = Context.of_code_lists(adcodes=())
    wanted = {(table, each.id) for table, suite in SUITES.items() for each in suite.expectations(context)}
    assert wanted <= _checks(definitions)
    assert {table for table, _ in wanted} == GROUPS["normalize"]


def test_every_file_of_sql_checks_is_a_check_of_the_star_schema(definitions: dg.Definitions) -> None:
    files = {file.name for file in read_folder("checks")}
    assert {name for asset, name in _checks(definitions) if asset == "star_schema"} == files | {REBUILT_ALIKE}


def test_every_check_tells_its_declared_severity(definitions: dg.Definitions) -> None:
    context = Context.of_code_lists(adcodes=())
    declared = {
        **{
            (table, each.id): str(each.severity)
            for table, suite in SUITES.items()
            for each in suite.expectations(context)
        },
        **{("star_schema", file.name): file.fields["severity"] for file in read_folder("checks")},
        ("star_schema", REBUILT_ALIKE): "warn",
        NOTHING_WAITS: "warn",
    }
    told = {key: spec.metadata["severity"] for key, spec in _specs(definitions).items() if "severity" in spec.metadata}
    assert told == declared
    assert set(_specs(definitions)) - set(told) == {JUDGED}, "it cannot fail"


def test_every_check_has_a_case_that_it_must_catch(definitions: dg.Definitions) -> None:
    """That these are caught, and clean rows pass: test_suites.py, test_checks.py, test_failed_checks.py, test_bad_rows.py."""
    poisons = {
        "validate": {(table, each) for table, cases in _poisons("validate").items() for each in cases},
        "sql": {("star_schema", each) for each in _poisons("sql")},
    }
    elsewhere = {("star_schema", REBUILT_ALIKE), NOTHING_WAITS, JUDGED}
    assert set(_checks(definitions)) == poisons["validate"] | poisons["sql"] | elsewhere
    assert all(_poisons("sql").values())


def _poisons(folder: str) -> dict[str, dict[str, object]]:
    text = (ROOT / "tests" / folder / "poison.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, object]] = yaml.safe_load(text)
    return found


def test_every_check_says_what_it_wants(definitions: dg.Definitions) -> None:
    for check in definitions.asset_checks or ():
        for spec in check.check_specs:
            assert len(spec.description or "") > 10, spec.name


def test_checks_hold_back_what_rests_on_them(definitions: dg.Definitions) -> None:
    blocking = {key for key, spec in _specs(definitions).items() if spec.blocking}
    assert blocking == {
        JUDGED,
        ("star_schema", REBUILT_ALIKE),
        *(("star_schema", file.name) for file in read_folder("checks")),
    }


def _checks(definitions: dg.Definitions) -> set[tuple[str, str]]:
    return set(_specs(definitions))


def _specs(definitions: dg.Definitions) -> dict[tuple[str, str], dg.AssetCheckSpec]:
    return {
        (spec.asset_key.to_user_string(), spec.name): spec
        for check in definitions.asset_checks or ()
        for spec in check.check_specs
    }


def test_the_jobs(definitions: dg.Definitions) -> None:
    everything = set().union(*GROUPS.values())
    loaded = {"star_schema", "quarantine", "published_warehouse"}
    assert _assets_of(definitions, "refresh") == everything - GROUPS["recode_on_demand"]
    assert _assets_of(definitions, "plan_recoding") == {"recoding_plan"}
    assert _assets_of(definitions, "recode") == {"recoded_articles", *loaded}
    assert _assets_of(definitions, "rebuild") == loaded
    assert _assets_of(definitions, "compare_with_rebuild") == set()
    compared = {job for job in JOBS if ("star_schema", REBUILT_ALIKE) in _checks_of(definitions, job)}
    assert compared == {"rebuild", "compare_with_rebuild"}
    assert all(("star_schema", "log_gapless") in _checks_of(definitions, job) for job in ("refresh", "load", "rebuild"))
    assert definitions.resolve_job_def("refresh").description
    assert definitions.resolve_job_def("rebuild").description


def _assets_of(definitions: dg.Definitions, job: str) -> set[str]:
    layer = definitions.resolve_job_def(job).asset_layer
    return {key.to_user_string() for key in layer.executable_asset_keys}


def _checks_of(definitions: dg.Definitions, job: str) -> set[tuple[str, str]]:
    keys = definitions.resolve_job_def(job).asset_layer.asset_graph.asset_check_keys
    return {(key.asset_key.to_user_string(), key.name) for key in keys}


def test_the_schedule_refreshes_daily_in_its_time_zone() -> None:
    settings = Settings(refresh_cron="15 4 * * *", refresh_timezone="Europe/Berlin")
    schedule = build_definitions(settings).resolve_schedule_def("daily_refresh")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("15 4 * * *", "Europe/Berlin")
    assert schedule.job_name == "refresh"
    weekly = build_definitions(settings).resolve_schedule_def("weekly_comparison")
    assert (weekly.job_name, weekly.execution_timezone) == ("compare_with_rebuild", "Europe/Berlin")
    due = datetime(2024, 5, 1, 4, 15, tzinfo=ZoneInfo("Europe/Berlin"))
    with dg.DagsterInstance.ephemeral() as instance:
        tick = schedule.evaluate_tick(dg.build_schedule_context(instance, scheduled_execution_time=due))
    assert tick.run_requests is not None
    assert len(tick.run_requests) == 1


@pytest.mark.parametrize("automation", ["off", "on"])
def test_what_starts_runs_is_off_unless_the_settings_say_otherwise(automation: str) -> None:
    definitions = build_definitions(read_settings({"automation": automation}))
    told = [*(definitions.schedules or ()), *(definitions.sensors or ())]
    found = {each.name: each.default_status.value for each in told}
    assert {name for name in STARTERS if found[name] == "RUNNING"} == (set(STARTERS) if automation == "on" else set())
    assert {found[name] for name in set(found) - set(STARTERS)} == {"RUNNING"}, "these start nothing of their own"


@pytest.mark.parametrize(
    "wrong",
    [{"refresh_cron": "half past six"}, {"refresh_timezone": "Mars/Olympus"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_schedule_that_cannot_be_is_wrong_use(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="CASEBOOK_REFRESH"):
        build_definitions(read_settings(dict(wrong)))


class TestInterruptedRuns:
    def test_a_killed_run_is_marked_as_failed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(automation, "_SILENT_SECONDS", -1)
        assert self._status_after_tick(new_world(tmp_path)) is dg.DagsterRunStatus.FAILURE

    def test_a_run_that_just_started_is_left_alone(self, tmp_path: Path) -> None:
        assert self._status_after_tick(new_world(tmp_path)) is dg.DagsterRunStatus.STARTED

    def test_a_run_at_work_is_left_alone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(automation, "_SILENT_SECONDS", -1)
        world = new_world(tmp_path)
        world.warehouse.mkdir()
        with Warehouse(world.warehouse).writing():
            assert self._status_after_tick(world) is dg.DagsterRunStatus.STARTED

    @staticmethod
    def _status_after_tick(world: World) -> dg.DagsterRunStatus:
        definitions = build_definitions(world.settings)
        world.warehouse.mkdir(exist_ok=True)
        with dg.DagsterInstance.local_temp() as instance:
            run = instance.create_run_for_job(definitions.resolve_job_def("rebuild"))
            started = dg.DagsterEvent(dg.DagsterEventType.RUN_START.value, "rebuild")
            instance.report_dagster_event(started, run.run_id)
            definitions.resolve_sensor_def("interrupted_runs").evaluate_tick(dg.build_sensor_context(instance))
            found = instance.get_run_by_id(run.run_id)
        assert found is not None
        return found.status


def test_a_new_warehouse_has_telemetry_off_and_one_run_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    prepare_instance(tmp_path / "dagster")
    written = yaml.safe_load((tmp_path / "dagster" / "dagster.yaml").read_text(encoding="utf-8"))
    assert written["telemetry"] == {"enabled": False}
    with dg.DagsterInstance.from_config(str(tmp_path / "dagster")) as instance:
        assert not instance.telemetry_enabled
        pools = instance.get_concurrency_config().pool_config
        assert (pools.pool_granularity, pools.default_pool_limit) == (PoolGranularity.RUN, 1)


def test_every_step_is_in_the_pool_of_those_that_write(definitions: dg.Definitions) -> None:
    for job in JOBS:
        nodes = definitions.resolve_job_def(job).graph.node_defs
        assert {str(node.name): node.pool for node in nodes if node.pool != POOL} == {}  # type: ignore[attr-defined]


def test_a_configuration_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "dagster.yaml").write_text("telemetry:\n  enabled: true\n", encoding="utf-8")
    prepare_instance(tmp_path)
    assert "true" in (tmp_path / "dagster.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_dagster_validates_the_definitions(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dagster")), "definitions", "validate"],
        cwd=ROOT,
        env={**os.environ, "DAGSTER_HOME": str(tmp_path), "CASEBOOK_RAW": str(RAW)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Validation successful" in done.stdout + done.stderr
