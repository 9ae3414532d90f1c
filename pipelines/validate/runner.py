"""Judges tables: brings each table's view before its suite and turns the findings into verdicts.

Polars on this side, Great Expectations behind `engine`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.validate.cascade import with_dependents
from pipelines.validate.context import Context
from pipelines.validate.engine import ROW, Finding, check
from pipelines.validate.errors import EngineError
from pipelines.validate.expectation import Expectation, Severity
from pipelines.validate.suite import Suite
from pipelines.validate.suites import SUITES
from pipelines.validate.verdicts import FAILURES, ExpectationOutcome, Verdicts

_SAMPLE = 10


@dataclass(frozen=True, slots=True)
class _Judged:
    """One table's outcomes, every failure of a row, and what the engine said of each expectation."""

    outcomes: tuple[ExpectationOutcome, ...]
    failures: pl.DataFrame
    engine_results: tuple[Mapping[str, object], ...]


def validate(frames: Mapping[str, pl.DataFrame], context: Context, suites: Mapping[str, Suite] = SUITES) -> Verdicts:
    """Judge the normalized tables in `frames`, and every row that rests on a row found wanting.

    A table that is not given is not judged, and what needs it is not asked of the others. Raises EngineError where the
    check itself breaks or a table lacks a column, KeyError for a table that has no suite.
    """
    judged = {table: _judge(suites[table], frames, context) for table in frames}
    found = pl.concat([FAILURES.to_frame(), *(one.failures for one in judged.values())])
    is_error = pl.col("severity") == Severity.ERROR.value
    keys = {table: suites[table].key for table in frames}
    return Verdicts(
        frames=dict(frames),
        results={table: one.outcomes for table, one in judged.items()},
        rejected=with_dependents(frames, keys, found.filter(is_error)),
        warned=found.filter(~is_error),
        engine_results={table: one.engine_results for table, one in judged.items() if one.engine_results},
    )


def _judge(suite: Suite, frames: Mapping[str, pl.DataFrame], context: Context) -> _Judged:
    expectations = suite.expectations(context)
    view = _view(suite, expectations, frames)
    findings = check(suite.table, expectations, view, suite.key)
    outcomes = tuple(_outcome(suite, each, findings[each.id], view) for each in expectations)
    failed = [each for each in expectations if findings[each.id].failed]
    failures = [_failures(suite, each, view[findings[each.id].failed]) for each in failed]
    said = (findings[each.id].result for each in expectations)
    return _Judged(outcomes, pl.concat([FAILURES.to_frame(), *failures]), tuple(one for one in said if one))


def _view(suite: Suite, expectations: Iterable[Expectation], frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    derived = {name: expression for each in expectations for name, expression in each.derived.items()}
    try:
        view = suite.view(frames).with_columns(**derived).with_row_index(ROW)
    except pl.exceptions.PolarsError as error:
        raise EngineError(suite.table, None, str(error)) from error
    if view.height != frames[suite.table].height:
        raise EngineError(suite.table, None, "its view has not one row for each of its rows")
    return view


def _outcome(suite: Suite, expectation: Expectation, finding: Finding, view: pl.DataFrame) -> ExpectationOutcome:
    sample = view[finding.failed[:_SAMPLE]][suite.key].cast(pl.String).fill_null("null")
    return ExpectationOutcome(
        table=suite.table,
        expectation=expectation.id,
        description=expectation.meaning,
        severity=expectation.severity,
        success=not finding.failed,
        evaluated=finding.evaluated,
        unexpected=len(finding.failed),
        sample=tuple(sample),
    )


def _failures(suite: Suite, expectation: Expectation, failed: pl.DataFrame) -> pl.DataFrame:
    shown = [pl.format(f"{name}={{}}", pl.col(name).cast(pl.String).fill_null("null")) for name in expectation.shows]
    return failed.select(
        table=pl.lit(suite.table),
        row=pl.col(ROW),
        row_key=pl.col(suite.key),
        expectation=pl.lit(expectation.id),
        reason=pl.format("expected: {}; found: {}", pl.lit(expectation.meaning), pl.concat_str(shown, separator=", ")),
        severity=pl.lit(expectation.severity.value),
    ).cast(FAILURES)
