"""Great Expectations, and pandas for it: imported once there are rows to check, and not before.

Great Expectations 1.24 has no polars engine, so a table's view goes to pandas once, with the columns that its
expectations name and no others. A crash of its engine comes back as a failed expectation; it is told apart by
`exception_info` and raised as `EngineError`. Data Docs are built in `data_docs`, from what is kept of the results here.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from pipelines.validate.errors import EngineError
from pipelines.validate.expectation import Expectation, Severity

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext

ROW = "row_number"  # a column of every view: names a row also where its key is missing or stands twice

GX_SEVERITY = {Severity.ERROR: "critical", Severity.WARN: "warning"}

# Of the rows that failed a result names the first: it is read by people.
_KEPT_ROWS = 20
_LISTS_OF_ROWS = ("unexpected_list", "unexpected_index_list", "partial_unexpected_index_list")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one expectation found: how many rows it looked at and the numbers of those that failed, ascending.

    `result` is what Great Expectations says of it, as JSON values; None where it was not asked, for want of rows.
    """

    evaluated: int
    failed: list[int]
    result: Mapping[str, Any] | None = None


def check(table: str, expectations: tuple[Expectation, ...], view: pl.DataFrame, key: str) -> dict[str, Finding]:
    """Each expectation's finding, by its id. `view` has the column `ROW`, counted from 0; `key` names rows to people.

    Without rows nothing is imported: a refresh that found nothing new does not wait the seconds that takes.
    EngineError where Great Expectations or one of its expectations breaks.
    """
    if view.is_empty():
        return {each.id: Finding(0, []) for each in expectations}
    named = {name for each in expectations for name in _columns(each)}
    data = view.select(name for name in view.columns if name in named | {key, ROW})
    try:
        results = _results(table, expectations, data, key)
    except Exception as error:  # the engine raises whatever its parts raise; none of it is a verdict on data
        raise EngineError(table, None, f"{type(error).__name__}: {error}") from error
    return {each.id: _finding(table, each, results[each.id]) for each in expectations}


def gx_suite(name: str, expectations: Iterable[Expectation]) -> "ExpectationSuite":
    """The expectations as a Great Expectations suite; each carries its id in `meta`. AttributeError for no such kind."""
    import great_expectations as gx

    return gx.ExpectationSuite(
        name=name,
        expectations=[
            getattr(gx.expectations, each.kind)(
                **each.arguments,
                meta={"id": each.id},
                description=each.meaning,
                severity=GX_SEVERITY[each.severity],
            )
            for each in expectations
        ],
    )


def _results(
    table: str, expectations: tuple[Expectation, ...], data: pl.DataFrame, key: str
) -> "dict[str, ExpectationValidationResult]":
    """Each expectation's result, by its id. Which rows failed is asked of those alone that any row failed.

    Great Expectations works a third of its time to prepare lists of failed rows, and most expectations have none.
    """
    batch = (
        _gx_context()
        .data_sources.add_pandas("normalized")
        .add_dataframe_asset(table)
        .add_batch_definition_whole_dataframe("all")
        .get_batch(batch_parameters={"dataframe": data.to_pandas()})
    )

    def asked(some: Iterable[Expectation], **result_format: object) -> "dict[str, ExpectationValidationResult]":
        with _configurations_made_once():
            result = batch.validate(gx_suite(table, some), result_format=result_format)
        return {cast("Any", each.expectation_config).meta["id"]: each for each in result.results}

    results = asked(expectations, result_format="BASIC", partial_unexpected_count=0)
    failed = [each for each in expectations if not results[each.id].success]
    if failed:
        results |= asked(failed, result_format="COMPLETE", unexpected_index_column_names=[key, ROW])
    return results


def _gx_context() -> "EphemeralDataContext":
    """A context in memory that sends nothing and prints nothing."""
    send_nothing()
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def send_nothing() -> None:
    """To be called before Great Expectations is imported, which may read it: an unattended run sends nothing anywhere."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"


@contextmanager
def _configurations_made_once() -> Iterator[None]:
    """While it lasts, an expectation's configuration is made once, not on each of the hundred times it is asked for.

    Expectations are immutable meanwhile, and Great Expectations copies a configuration before it changes it; making it
    anew each time was a third of the time that judging takes.
    """
    from great_expectations.expectations.expectation import Expectation as GxExpectation

    kind: Any = GxExpectation
    original = kind.configuration
    made: dict[int, tuple[Any, Any]] = {}  # by identity; with the expectation, so that no later one has the same

    def once(expectation: Any) -> Any:  # noqa: ANN401 - as `original`
        if id(expectation) not in made:
            made[id(expectation)] = expectation, original.fget(expectation)
        return made[id(expectation)][1]

    kind.configuration = property(once)
    try:
        yield
    finally:
        kind.configuration = original


def _columns(expectation: Expectation) -> list[str]:
    arguments: Mapping[str, Any] = expectation.arguments
    single = [arguments[name] for name in ("column", "column_A", "column_B") if name in arguments]
    return single + list(arguments.get("column_list", ()))


def _finding(table: str, expectation: Expectation, result: "ExpectationValidationResult") -> Finding:
    crash = _crash(result.exception_info)
    if crash is not None:
        raise EngineError(table, expectation.id, crash)
    found = result.result
    rows = sorted({int(entry[ROW]) for entry in found.get("unexpected_index_list") or ()})
    if not result.success and not rows:
        raise EngineError(table, expectation.id, f"{expectation.kind} failed and named no row")
    return Finding(found["element_count"] - found.get("missing_count", 0), rows, _kept(result))


def _kept(result: "ExpectationValidationResult") -> Mapping[str, Any]:
    """The result as JSON values. Where it lists every row that failed, the first of them."""
    found = result.result
    found.update({name: found[name][:_KEPT_ROWS] for name in _LISTS_OF_ROWS if name in found})
    found.pop("unexpected_index_query", None)
    return cast("Mapping[str, Any]", result.to_json_dict())


def _crash(info: Mapping[str, Any] | None) -> str | None:
    """The message in `exception_info`, which holds one report or one a metric; None where nothing was raised."""
    if not info:
        return None
    reports = [info] if "raised_exception" in info else list(info.values())
    return next((str(one.get("exception_message")) for one in reports if one.get("raised_exception")), None)
