"""Asset checks: the Great Expectations suites on the normalized tables, the files of sql/checks on the star schema.

Checks block what comes after, so that it waits for them. One operation judges all tables, and case_links is made from
the others, so it is the checks on case_links that are marked blocking: they hold back what accepts the rows.

Rows that fail an expectation are quarantined, not loaded: such a check warns and the run goes on. A failed check of
sql/checks with severity error means that the projection is wrong: it is not published.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
import polars as pl

from pipelines.load.checks import CheckOutcome, check_files, failures, run_checks
from pipelines.load.publish import approve, candidate
from pipelines.orchestration.verdict_store import verdicts_on
from pipelines.orchestration.workspace import Workspace
from pipelines.validate import Context, ExpectationOutcome, Severity
from pipelines.validate.suites import SUITES

LAST_TABLE = "case_links"

_CONSEQUENCE = {
    Severity.ERROR: "A row that fails is quarantined, with the rows that rest on it.",
    Severity.WARN: "A row that fails is told of and goes on.",
}


def _table_specs() -> list[dg.AssetCheckSpec]:
    context = Context.of_code_lists(adcodes=())
    return [
        dg.AssetCheckSpec(
            each.id,
            asset=table,
            description=f"Of a good row it is true that {each.meaning}. {_CONSEQUENCE[each.severity]}",
            blocking=table == LAST_TABLE,
        )
        for table, suite in SUITES.items()
        for each in suite.expectations(context)
    ]


@dg.multi_asset_check(name="great_expectations", specs=_table_specs())
def table_checks(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.AssetCheckResult]:
    """Judge the staged tables with their suites; one check an expectation."""
    stage = workspace.warehouse.stage
    frames = {table: pl.read_parquet(_staged(stage, table)) for table in SUITES}
    workspace.progress.stage("validate")
    verdicts = verdicts_on(frames, stage)
    found = verdicts.rejected.group_by("table", "expectation", maintain_order=True).agg("reason")
    reasons = {(table, expectation): reasons for table, expectation, reasons in found.iter_rows()}
    for table, outcomes in verdicts.results.items():
        for outcome in outcomes:
            yield _table_result(table, outcome, reasons.get((table, outcome.expectation), []))


def _table_result(table: str, outcome: ExpectationOutcome, reasons: list[str]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=table,
        check_name=outcome.expectation,
        passed=outcome.success,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "evaluated": outcome.evaluated,
            "unexpected": outcome.unexpected,
            **_details(sample=list(outcome.sample), reasons=reasons[: len(outcome.sample)]),
        },
    )


def _details(**lists: Sequence[object]) -> dict[str, dg.JsonMetadataValue]:
    return {name: dg.MetadataValue.json(list(values)) for name, values in lists.items() if values}


def _sql_specs() -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(file.name, asset=file.fields["asset"], description=file.description, blocking=True)
        for file in check_files()
    ]


@dg.multi_asset_check(name="sql_checks", specs=_sql_specs())
def star_schema_checks(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.AssetCheckResult]:
    """Run sql/checks on the file that is to be published."""
    files = workspace.warehouse.files
    path = candidate(files)
    outcomes = run_checks(path)
    if not failures(outcomes):
        approve(files, path)
    for file, outcome in zip(check_files(), outcomes, strict=True):
        yield _sql_result(file.fields["asset"], outcome)


def _sql_result(asset: str, outcome: CheckOutcome) -> dg.AssetCheckResult:
    severity = dg.AssetCheckSeverity.ERROR if outcome.severity == "error" else dg.AssetCheckSeverity.WARN
    sample = [dict(zip(outcome.columns, map(str, row), strict=True)) for row in outcome.sample]
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=outcome.name,
        passed=outcome.passed,
        severity=severity,
        metadata={"bad_rows": outcome.bad_rows, **_details(sample=list(sample))},
    )


def _staged(stage: Path, table: str) -> Path:
    return stage / f"{table}.parquet"


CHECKS = (table_checks, star_schema_checks)
