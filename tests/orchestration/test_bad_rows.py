"""What happens to bad rows and broken checks in a run: quarantine, no publication, or an error; never a mixture.

Tables are made bad between extraction and validation (a stage that alters what is written), or by an extractor that
fails on one article. Great Expectations and DuckDB judge for themselves.
"""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest
from refreshing import World, contents, new_world

from pipelines.errors import UsageError
from pipelines.eventlog import NewEvents
from pipelines.eventlog.captures import Pending
from pipelines.model.capture import CapturedArticle
from pipelines.model.document import Document
from pipelines.model.ids import stable_id
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction import version
from pipelines.normalize.tables import reading
from pipelines.normalize.tables.coded import CodedArticle
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.stage import StageIOManager
from pipelines.report.agreement import Consent
from pipelines.report.correct import Word
from pipelines.report.quarantine import list_quarantine, run_release
from pipelines.report.recode import run_recode
from pipelines.validate import Context, Expectation
from pipelines.validate.suites import SUITES

pytestmark = pytest.mark.slow

FILES = ("2022/20220428_haicheng_goip_gb18030.txt", "2024/0322_jining", "2024/20240511_yixing_utf16.txt")
BROKEN = "2024/0322_jining"

Poison = Callable[[pl.DataFrame], pl.DataFrame]


class PoisonedStage(dg.IOManager):
    """Alters one table on its way into the stage."""

    def __init__(self, folder: Path, table: str, poison: Poison) -> None:
        self._inner = StageIOManager(folder=str(folder))
        self._table = table
        self._poison = poison

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame) -> None:
        altered = self._poison(obj) if context.asset_key.path[-1] == self._table else obj
        self._inner.handle_output(context, altered)

    def load_input(self, context: dg.InputContext) -> pl.DataFrame:
        return self._inner.load_input(context)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return new_world(tmp_path, FILES)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def run(
    world: World, instance: dg.DagsterInstance, table: str | None = None, poison: Poison | None = None
) -> dg.ExecuteInProcessResult:
    resources = (
        {} if table is None or poison is None else {"stage": PoisonedStage(world.warehouse / "stage", table, poison)}
    )
    job = build_definitions(world.settings, **resources).resolve_job_def("refresh")
    return job.execute_in_process(instance=instance, raise_on_error=False)


def first_row(column: str, value: object) -> Poison:
    """Puts `value` into the first row's `column`."""
    return lambda frame: frame.with_columns(
        pl.when(pl.int_range(pl.len()) == 0)
        .then(pl.lit(value))
        .otherwise(pl.col(column))
        .cast(frame.schema[column])
        .alias(column)
    )


def failed_steps(result: dg.ExecuteInProcessResult) -> set[str]:
    return {str(event.step_key) for event in result.all_node_events if event.is_step_failure}


def events_of(world: World, kind: str) -> int:
    return int(world.log.scan(["position"], types=[kind]).read_all().num_rows)


def test_a_bad_figure_is_quarantined_and_the_rest_is_loaded(world: World, instance: dg.DagsterInstance) -> None:
    done = run(world, instance, "figure_reports", first_row("metric", "moonbeams_caught"))
    assert done.success
    [(table, row_key, expectation, reason)] = world.rows(
        "select table_name, row_key, expectation, reason from quarantine"
    )
    assert (table, expectation) == ("figure_reports", "metric_known")
    assert "moonbeams_caught" in str(reason)
    staged = pl.read_parquet(world.warehouse / "stage" / "figure_reports.parquet").height
    assert world.value("select count(*) from fact_figure") == staged - 1
    assert world.value(f"select count(*) from fact_figure where figure_id = '{row_key}'") == 0
    [evaluation] = [each for each in done.get_asset_check_evaluations() if each.check_name == "metric_known"]
    assert not evaluation.passed
    assert evaluation.severity is dg.AssetCheckSeverity.ERROR
    shown: dict[str, Any] = {key: entry.value for key, entry in evaluation.metadata.items()}
    assert (shown["severity"], shown["unexpected"]) == ("error", 1)
    [waits] = [each for each in done.get_asset_check_evaluations() if each.check_name == "nothing_waits"]
    assert (waits.passed, waits.description) == (False, "Waiting for a decision: 1.")
    [sample] = shown["sample"].records
    assert sample.data["row_key"] == row_key
    assert "moonbeams_caught" in str(sample.data["reason"])
    assert shown["data_docs"] == "/data_docs/validations/figure_reports.html"
    page = (world.warehouse / "data_docs" / "validations" / "figure_reports.html").read_text(encoding="utf-8")
    assert "moonbeams_caught" in page
    _release_what_was_mended(world, staged)


def _release_what_was_mended(world: World, figures: int) -> None:
    """The stage poisons no more: what is released passes the gates, and nothing is doubled."""
    [(position, article)] = world.rows("select position, article from quarantine where status = 'open'")
    why = ("--reason", "the rule was mended")
    listed = world.casebook("quarantine", "list").stdout
    assert "moonbeams_caught" in listed
    assert f" {position} " in listed
    assert "All is well; 1 row waits for a decision" in world.casebook("status").stdout
    with redirect_stdout(io.StringIO()) as printed:
        list_quarantine(world.settings, as_json=True)
    told = json.loads(printed.getvalue())
    assert (told["position"], told["article"], told["expectations"]) == (position, article, ["metric_known"])
    assert told["row"]["metric"] == "moonbeams_caught"
    shown = world.casebook("quarantine", "show", str(position)).stdout
    assert '"metric": "moonbeams_caught"' in shown
    head = world.log.head()
    for wrong in (("show", "1"), ("release", "1", *why, "--yes"), ("discard", "1", *why, "--yes")):
        refused = world.casebook("quarantine", *wrong)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "no open item of the quarantine is at position 1" in refused.stderr
    planned = world.casebook("quarantine", "release", str(position), *why, "--plan")
    assert "Would change:" in planned.stdout, planned.stderr
    assert "added" in planned.stdout
    assert world.log.head() == head
    done = world.casebook("quarantine", "release", str(position), *why, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert world.value("select count(*) from fact_figure") == figures
    assert world.rows("select status from quarantine") == [("released",)]
    assert world.value(f"select count(*) from articles where article = '{article}' and status = 'coded'") == 1
    assert "All is well." in world.casebook("status").stdout
    assert "Nothing is in quarantine." in world.casebook("quarantine", "list").stdout
    assert world.casebook("recode", "--plan").stdout.startswith("0 articles"), "these rules have read it"
    assert world.casebook("verify").returncode == 0


def test_what_rests_on_a_quarantined_case_goes_with_it(world: World, instance: dg.DagsterInstance) -> None:
    done = run(world, instance, "case_reports", first_row("scheme", "no_such_scheme"))
    assert done.success
    stage = world.warehouse / "stage"
    case_id = pl.read_parquet(stage / "case_reports.parquet")["report_id"][0]
    figures = pl.read_parquet(stage / "figure_reports.parquet")
    regions = pl.read_parquet(stage / "region_mentions.parquet")
    lost = {
        "case_reports": 1,
        "figure_reports": figures.filter(pl.col("case_report_id") == case_id).height,
        "region_mentions": regions.filter(pl.col("case_report_id") == case_id).height,
        "case_links": 1,
    }
    assert lost["figure_reports"] > 0
    found = world.rows("select table_name, count(distinct row_key) from quarantine group by all")
    assert sorted(found) == sorted(lost.items())
    assert world.value("select count(*) from fact_figure") == figures.height - lost["figure_reports"]
    reasons = {expectation for (expectation,) in world.rows("select expectation from quarantine")}
    assert "depends_on_case_report" in reasons
    position = world.value("select min(position) from quarantine where table_name = 'case_reports'")
    discarded = world.casebook("quarantine", "discard", str(position), "--reason", "no case at all", "--yes")
    assert (discarded.returncode, discarded.stderr) == (0, "")
    left = world.rows("select distinct table_name, status from quarantine order by all")
    assert left[0] == ("case_links", "open")
    assert ("case_reports", "discarded") in left


def test_an_article_that_breaks_the_extractor_costs_itself_only(
    world: World, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:

    def break_on_one(capture: CapturedArticle) -> Document:
        if capture.article == BROKEN:
            raise ZeroDivisionError("a defect of the reader")
        return read_document(capture)

    monkeypatch.setattr(reading, "read_document", break_on_one)
    assert run(world, instance).success
    assert ("articles", "coder_finished", BROKEN) in world.rows(
        "select table_name, expectation, article from quarantine"
    )
    assert world.rows("select status from articles order by article") == [("coded",), ("quarantined",), ("coded",)]
    assert world.value("select count(distinct article) from figures") == 2
    released = world.casebook(
        "quarantine", "release", "--article", BROKEN, "--reason", "the reader was mended", "--yes"
    )
    assert (released.returncode, released.stderr) == (0, "")
    assert world.rows("select distinct status from articles") == [("coded",)]
    assert world.value("select count(distinct article) from figures") == 3


def test_a_row_that_a_person_corrects_passes_the_same_gates_and_does_so_at_every_later_reading(
    world: World, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule stays bad, so that each reading gives the bad row again."""
    read = reading.read_article

    def misread(pending: Pending) -> CodedArticle:
        row = read(pending)
        first, *others = row.coding.figures
        figures = (replace(first, metric="moonbeams_caught"), *others) if row.article == BROKEN else row.coding.figures
        return replace(row, coding=replace(row.coding, figures=figures, coder_version=version.coder_version()))

    monkeypatch.setattr(reading, "read_article", misread)
    assert run(world, instance).success
    [(position, value)] = world.rows(
        "select position, (row_json ->> 'value')::int from quarantine where status = 'open'"
    )
    figures = world.value("select count(*) from figures")
    word, consent = Word("the reporter counted again", "Ann"), Consent(plan_only=False, agreed=True)
    for wrong, message in ((["value=many"], "no number"), (["moons=1"], "COLUMN=VALUE")):
        with pytest.raises(UsageError, match=message):
            run_release(world.settings, [int(str(position))], (), wrong, word, consent)
    with pytest.raises(UsageError, match="one row"):
        run_release(world.settings, [], [BROKEN], ["value=1"], word, consent)
    negative = ["metric=suspects_arrested", "period_start=2024-02-01", "period_end=2024-01-01"]
    run_release(world.settings, [int(str(position))], (), negative, word, consent)
    [(again, status)] = world.rows("select position, status from quarantine where status = 'open'")
    assert (status, world.value("select count(*) from figures")) == ("open", figures), "the gates did not let it in"
    corrected = ["metric=suspects_arrested", f"value={int(str(value)) + 1}", "period_start=", "period_end="]
    run_release(world.settings, [int(str(again))], (), corrected, word, consent)
    let_in = "select value::int from fact_figure where metric = 'suspects_arrested' and rule like '%+person'"
    assert world.rows(let_in) == [(int(str(value)) + 1,)]
    assert world.value("select count(*) from figures") == int(str(figures)) + 1
    assert world.rows("select distinct status from quarantine") == [("released",)]
    said = world.casebook("events", "-t", "row_released", "--json").stdout
    assert "person:Ann" in said
    assert "the reporter counted again" in said
    monkeypatch.setattr(version, "coder_version", lambda: "newer")
    run_recode(world.settings, [BROKEN], None, consent)
    assert world.rows(let_in) == [(int(str(value)) + 1,)], (
        "a later reading gives the bad row, and the person's word holds"
    )
    assert world.value("select count(*) from quarantine where status = 'open'") == 0
    assert world.casebook("verify").returncode == 0


def test_a_broken_check_of_great_expectations_is_an_error_and_no_verdict(
    world: World, instance: dg.DagsterInstance
) -> None:
    done = run(world, instance, "case_links", lambda frame: frame.with_columns(pl.col("score").cast(pl.String)))
    assert not done.success
    assert failed_steps(done) == {"great_expectations"}
    assert events_of(world, "row_quarantined") == events_of(world, "article_coded") == 0
    assert not world.published.exists()
    _name_a_broken_expectation(world, instance)
    assert run(world, instance).success
    assert world.value("select count(*) from quarantine") == 0
    assert world.value("select count(*) from articles where status = 'coded'") == 3
    _keep_the_old_file_in_service_where_a_check_of_sql_fails(world, instance)


def _name_a_broken_expectation(world: World, instance: dg.DagsterInstance) -> None:
    suite = SUITES["articles"]
    no_regex: dict[str, Any] = {
        "kind": "ExpectColumnValuesToMatchRegex",
        "arguments": {"column": "title", "regex": "("},
    }

    def broken(context: Context) -> tuple[Expectation, ...]:
        return tuple(
            replace(each, **no_regex) if each.id == "title_present" else each for each in suite.expectations(context)
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SUITES, "articles", replace(suite, expectations=broken))
        done = run(world, instance)
    [failure] = [event for event in done.all_node_events if event.is_step_failure]
    assert failure.step_key == "great_expectations"
    error = failure.step_failure_data.error
    assert error is not None
    assert error.cause is not None
    assert "articles.title_present" in error.cause.message
    assert done.get_asset_check_evaluations() == []
    assert events_of(world, "row_quarantined") == events_of(world, "article_coded") == 0


def _keep_the_old_file_in_service_where_a_check_of_sql_fails(world: World, instance: dg.DagsterInstance) -> None:
    served, before = world.published.stat().st_ino, contents(world.published)
    _append_figure_without_words(world)
    done = run(world, instance)
    assert not done.success
    failed = {each.check_name for each in done.get_asset_check_evaluations() if not each.passed}
    assert "figure_without_evidence" in failed
    assert failed_steps(done) == {"sql_checks"}
    assert world.published.stat().st_ino == served
    assert contents(world.published) == before
    told = world.casebook("refresh")
    assert (told.returncode, len(told.stderr.splitlines())) == (1, 1), told.stderr
    assert "figure_without_evidence" in told.stderr


def _append_figure_without_words(world: World) -> None:
    """A coding past validation, as a defect of the program would write it."""
    log = world.log
    codings = log.scan(["position", "cause_position", "stream", "reading"], types=["article_coded"]).read_all()
    coding = next(row for row in codings.to_pylist() if row["reading"]["article"] == BROKEN)
    figures = log.scan(["position", "stream", "cause_position", "figure_report"], types=["figure_reported"]).read_all()
    figure = next(row for row in figures.to_pylist() if row["figure_report"]["article"] == BROKEN)
    bad = {**figure["figure_report"], "quote": "", "scope": "aggregate", "case_key": None, "case_report_id": None}
    events = [
        _event("article_coded", coding, {**coding["reading"], "coder_version": "broken"}),
        _event("figure_reported", figure, {**bad, "report_id": "without words"}),
    ]
    log.append(events, actor="test", run_id="test", recorded_at=datetime.now(UTC))


def _event(kind: str, like: dict[str, object], payload: dict[str, object]) -> NewEvents:
    row = {
        "event_id": stable_id("test", kind),
        "stream": like["stream"],
        "cause_position": like["cause_position"],
        **{name: value for name, value in payload.items() if value is not None},
    }
    return NewEvents(kind, pl.DataFrame([row]).to_arrow())
