"""Asset checks: the Great Expectations suites on the normalized tables, the files of sql/checks on the star schema.

Severity means what is declared. Rows that fail an expectation of severity error are quarantined, not loaded, and the
run goes on: none of these checks is blocking. What accepts the rows waits for the check `rows_judged`, made by the same
operation. A failed check of sql/checks with severity error means that the projection is wrong: it is not published.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import dagster as dg
import polars as pl

from pipelines.load.checks import CheckOutcome, check_files
from pipelines.load.digests import differing_tables
from pipelines.load.gate import check_and_approve
from pipelines.load.publish import candidate
from pipelines.orchestration.instance import POOL
from pipelines.orchestration.metadata import Metadata, data_docs_page
from pipelines.orchestration.trying import writing_step
from pipelines.orchestration.verdict_store import verdicts_on
from pipelines.orchestration.workspace import Workspace
from pipelines.validate import Context, ExpectationOutcome, Severity, Verdicts
from pipelines.validate.suites import SUITES

_SAMPLE = 10
_SEVERITY = {"error": dg.AssetCheckSeverity.ERROR, "warn": dg.AssetCheckSeverity.WARN}
# What accepts the rows waits for this one.
_JUDGED = dg.AssetCheckSpec(
    "rows_judged",
    asset="case_links",
    description="Great Expectations has judged the rows of all tables. An error of its engine is one of the run: nothing is "
    "accepted and nothing quarantined.",
    blocking=True,
)
_REBUILT_ALIKE = dg.AssetCheckSpec(
    "incremental_equals_rebuild",
    asset="star_schema",
    description="What was built anew has the same rows, by the digests of all tables, as what refreshes had made up to the "
    "same position. Compared after a rebuild, as once a week by the schedule weekly_rebuild; a refresh has nothing to compare. "
    "The rebuilt file is published either way.",
    metadata={"severity": "warn"},
)

_CONSEQUENCE = {
    Severity.ERROR: "A row that fails is quarantined, with the rows that rest on it.",
    Severity.WARN: "A row that fails is told of and goes on.",
}


def _table_specs() -> list[dg.AssetCheckSpec]:
    context = Context.of_code_lists(adcodes=())
    expectations = [
        dg.AssetCheckSpec(
            each.id,
            asset=table,
            description=f"Of a good row it is true that {each.meaning}. {_CONSEQUENCE[each.severity]}",
            metadata={"severity": each.severity.value},
        )
        for table, suite in SUITES.items()
        for each in suite.expectations(context)
    ]
    return [*expectations, _JUDGED]


@dg.multi_asset_check(name="great_expectations", specs=_table_specs(), pool=POOL)
@writing_step
def table_checks(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.AssetCheckResult]:
    """Judge the staged tables with their suites; one check an expectation."""
    stage = workspace.warehouse.stage
    frames = {table: pl.read_parquet(_staged(stage, table)) for table in SUITES}
    workspace.progress.stage("validate")
    verdicts = verdicts_on(frames, stage)
    failing = pl.concat([verdicts.rejected, verdicts.warned])
    for table, outcomes in verdicts.results.items():
        of_table = failing.filter(pl.col("table") == table)
        for outcome in outcomes:
            yield _table_result(table, outcome, of_table)
    yield _judged(verdicts)


def _table_result(table: str, outcome: ExpectationOutcome, failures: pl.DataFrame) -> dg.AssetCheckResult:
    metadata: Metadata = {
        "severity": dg.MetadataValue.text(outcome.severity.value),
        "evaluated": dg.MetadataValue.int(outcome.evaluated),
        "unexpected": dg.MetadataValue.int(outcome.unexpected),
    }
    if not outcome.success:
        rows = failures.filter(pl.col("expectation") == outcome.expectation).select("row_key", "reason")
        metadata |= {"sample": _table(rows.head(_SAMPLE).to_dicts()), **data_docs_page(table)}
    return dg.AssetCheckResult(
        asset_key=table,
        check_name=outcome.expectation,
        passed=outcome.success,
        severity=_SEVERITY[outcome.severity.value],
        description=f"{outcome.unexpected} of {outcome.evaluated} rows fail." if outcome.unexpected else None,
        metadata=metadata,
    )


def _judged(verdicts: Verdicts) -> dg.AssetCheckResult:
    rows = {table: frame.height for table, frame in verdicts.frames.items()}
    quarantined = {table: verdicts.quarantined(table).height for table in rows}
    return dg.AssetCheckResult(
        asset_key=_JUDGED.asset_key,
        check_name=_JUDGED.name,
        passed=True,
        metadata={"rows": sum(rows.values()), "quarantined": sum(quarantined.values())},
    )


def _sql_specs() -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            file.name,
            asset=file.fields["asset"],
            description=file.description,
            blocking=True,
            metadata={"severity": file.fields["severity"]},
        )
        for file in check_files()
    ]


@dg.multi_asset_check(name="sql_checks", specs=[*_sql_specs(), _REBUILT_ALIKE], pool=POOL)
@writing_step
def star_schema_checks(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.AssetCheckResult]:
    """Run sql/checks on the file that is to be published, and compare a rebuilt one with the one that is."""
    files = workspace.warehouse.files
    path = candidate(files)
    outcomes = check_and_approve(files, path)
    for file, outcome in zip(check_files(), outcomes, strict=True):
        yield _sql_result(file.fields["asset"], outcome)
    yield _rebuilt_alike(path, files.served())


def _sql_result(asset: str, outcome: CheckOutcome) -> dg.AssetCheckResult:
    metadata: Metadata = {
        "severity": dg.MetadataValue.text(outcome.severity),
        "bad_rows": dg.MetadataValue.int(outcome.bad_rows),
    }
    if not outcome.passed:
        metadata["sample"] = _table(dict(zip(outcome.columns, row, strict=True)) for row in outcome.sample)
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=outcome.name,
        passed=outcome.passed,
        severity=_SEVERITY[outcome.severity],
        description=f"{outcome.bad_rows} bad rows." if outcome.bad_rows else None,
        metadata=metadata,
    )


def _rebuilt_alike(loaded: Path, served: Path | None) -> dg.AssetCheckResult:
    differing = differing_tables(served, loaded) if served and served != loaded else None
    return dg.AssetCheckResult(
        asset_key=_REBUILT_ALIKE.asset_key,
        check_name=_REBUILT_ALIKE.name,
        passed=not differing,
        severity=dg.AssetCheckSeverity.WARN,
        description=_comparison(differing),
        metadata={"severity": "warn", "compared": differing is not None, "differing": list(differing or ())},
    )


def _comparison(differing: tuple[str, ...] | None) -> str:
    """What the comparison came to, so that nobody takes a check that had nothing to compare for one that found nothing."""
    if differing is None:
        return "Not compared: in this run nothing was built anew by the same code up to the same position."
    return f"Tables that differ: {', '.join(differing)}." if differing else "Compared: every table is the same."


def _table(rows: Iterable[Mapping[str, object]]) -> dg.TableMetadataValue:
    texts = ({name: _cell(value) for name, value in row.items()} for row in rows)
    return dg.MetadataValue.table([dg.TableRecord(row) for row in texts])


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _staged(stage: Path, table: str) -> Path:
    return stage / f"{table}.parquet"


CHECKS = (table_checks, star_schema_checks)
