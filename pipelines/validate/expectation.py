"""What an expectation is, and the constructors that suites are written with.

An expectation names a Great Expectations class and its arguments; nothing here imports that package. Where the class
needs a column that the table does not have, the expectation carries the polars expression that makes it, so that
condition and meaning stand in one place. Rows in which a compared column is null are not looked at; that a column must
not be null is an expectation of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import polars as pl


class Severity(StrEnum):
    """ERROR quarantines the row, WARN tells of it."""

    ERROR = "error"
    WARN = "warn"


ERROR, WARN = Severity.ERROR, Severity.WARN


@dataclass(frozen=True, slots=True)
class Expectation:
    """One requirement on the rows of a table.

    id         unique in its suite
    meaning    the requirement in words, as a statement that is true of a good row
    kind       the name of a class in `great_expectations.expectations` that judges single rows
    arguments  what that class is called with
    shows      columns whose values explain a failure
    derived    columns to add to the table first, by name
    """

    id: str
    severity: Severity
    meaning: str
    kind: str
    arguments: Mapping[str, object]
    shows: tuple[str, ...]
    derived: Mapping[str, pl.Expr] = field(default_factory=dict)


def present(id: str, severity: Severity, meaning: str, column: str) -> Expectation:
    """The column is not null."""
    return Expectation(id, severity, meaning, "ExpectColumnValuesToNotBeNull", {"column": column}, (column,))


def unique(id: str, severity: Severity, meaning: str, *columns: str) -> Expectation:
    """No two rows have the same value, or the same values where several columns are given."""
    if len(columns) == 1:
        return Expectation(id, severity, meaning, "ExpectColumnValuesToBeUnique", {"column": columns[0]}, columns)
    return Expectation(
        id, severity, meaning, "ExpectCompoundColumnsToBeUnique", {"column_list": list(columns)}, columns
    )


def one_of(id: str, severity: Severity, meaning: str, column: str, values: Iterable[str]) -> Expectation:
    """The column's value is one of `values`."""
    arguments = {"column": column, "value_set": sorted(values)}
    return Expectation(id, severity, meaning, "ExpectColumnValuesToBeInSet", arguments, (column,))


def matches(id: str, severity: Severity, meaning: str, column: str, regex: str) -> Expectation:
    """The regular expression is found in the column's text; anchor it where the whole text is meant."""
    arguments = {"column": column, "regex": regex}
    return Expectation(id, severity, meaning, "ExpectColumnValuesToMatchRegex", arguments, (column,))


def between(
    id: str,
    severity: Severity,
    meaning: str,
    column: str,
    low: float | datetime | None = None,
    high: float | datetime | None = None,
) -> Expectation:
    """low ≤ column ≤ high; None is no bound. Days are compared as instants at midnight: pandas has no days."""
    arguments = {"column": column, "min_value": low, "max_value": high}
    return Expectation(id, severity, meaning, "ExpectColumnValuesToBeBetween", arguments, (column,))


def ordered(id: str, severity: Severity, meaning: str, low: str, high: str, *, strictly: bool = False) -> Expectation:
    """Column `low` ≤ column `high`; < where `strictly`."""
    arguments = {
        "column_A": high,
        "column_B": low,
        "or_equal": not strictly,
        "ignore_row_if": "either_value_is_missing",
    }
    return Expectation(id, severity, meaning, "ExpectColumnPairValuesAToBeGreaterThanB", arguments, (low, high))


def equal(id: str, severity: Severity, meaning: str, left: str, right: str) -> Expectation:
    """Column `left` equals column `right`."""
    arguments = {"column_A": left, "column_B": right, "ignore_row_if": "either_value_is_missing"}
    return Expectation(id, severity, meaning, "ExpectColumnPairValuesToBeEqual", arguments, (left, right))


def holds(id: str, severity: Severity, meaning: str, condition: pl.Expr, *shows: str) -> Expectation:
    """`condition` is true of the row; null is not judged. For what no class of Great Expectations says of a row."""
    arguments = {"column": id, "value_set": [True]}
    return Expectation(id, severity, meaning, "ExpectColumnValuesToBeInSet", arguments, shows, {id: condition})
