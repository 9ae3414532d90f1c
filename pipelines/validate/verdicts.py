"""What validation found: an outcome for each expectation, and the split of every table into accepted and quarantined.

Pure polars; how the outcomes came about is the runner's business. Invariant, held by a property test: for every table,
accepted and quarantined rows together are the rows that came in, each once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipelines.validate.expectation import Severity

# One line a row and reason. `row` is the row's place in its table as given, from 0: it names the row also where the
# key is missing or stands twice.
FAILURES = pl.Schema(
    {
        "table": pl.String(),
        "row": pl.UInt32(),
        "row_key": pl.String(),
        "expectation": pl.String(),
        "reason": pl.String(),
        "severity": pl.String(),
    }
)


# Table → a result of Great Expectations for each expectation.
EngineResults = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class ExpectationOutcome:
    """How one expectation fared. `evaluated` rows were looked at, `unexpected` failed; `sample` names some of these."""

    table: str
    expectation: str
    description: str
    severity: Severity
    success: bool
    evaluated: int
    unexpected: int
    sample: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The judgement on a set of tables.

    results          the outcomes of each table's suite, in the suite's order
    rejected         the rows to quarantine with every reason (`FAILURES`): failures of severity ERROR, and what rests on them
    warned           the failures of severity WARN (`FAILURES`); their rows go on
    engine_results   what Great Expectations said of each table that had rows, as JSON values, in the suite's order
    """

    frames: Mapping[str, pl.DataFrame]
    results: Mapping[str, tuple[ExpectationOutcome, ...]]
    rejected: pl.DataFrame
    warned: pl.DataFrame = field(default_factory=FAILURES.to_frame)
    engine_results: EngineResults = field(default_factory=dict)

    def accepted(self, table: str) -> pl.DataFrame:
        """The table's rows that nothing speaks against, in their order. KeyError where the table was not given."""
        return self.frames[table].filter(~self._is_rejected(table))

    def quarantined(self, table: str) -> pl.DataFrame:
        """The table's other rows, in their order. KeyError where the table was not given."""
        return self.frames[table].filter(self._is_rejected(table))

    def _is_rejected(self, table: str) -> pl.Series:
        rows = self.rejected.filter(pl.col("table") == table)["row"].unique()
        places = pl.Series("row", range(self.frames[table].height), dtype=pl.UInt32)
        return places.is_in(rows.implode())
