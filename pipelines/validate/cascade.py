"""What falls with a quarantined row: everything read from its article, everything told of its case.

Joins over the rejected rows of parent tables; parents are worked through before their children, so one pass is enough.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from pipelines.validate.expectation import Severity
from pipelines.validate.suite import Tables
from pipelines.validate.verdicts import FAILURES


@dataclass(frozen=True, slots=True)
class Dependency:
    """Rows of `table` rest on the row of `parent` whose `parent_column` equals their `column`. `noun` is for people."""

    table: str
    column: str
    parent: str
    parent_column: str
    noun: str

    @property
    def id(self) -> str:
        """What stands in place of an expectation's id."""
        return f"depends_on_{self.noun.replace(' ', '_')}"


DEPENDENCIES = (
    Dependency("case_reports", "article", "articles", "article", "article"),
    Dependency("campaign_reports", "article", "articles", "article", "article"),
    Dependency("figure_reports", "article", "articles", "article", "article"),
    Dependency("region_mentions", "article", "articles", "article", "article"),
    Dependency("case_links", "article", "articles", "article", "article"),
    Dependency("figure_reports", "case_report_id", "case_reports", "report_id", "case report"),
    Dependency("region_mentions", "case_report_id", "case_reports", "report_id", "case report"),
    Dependency("case_links", "report_id", "case_reports", "report_id", "case report"),
)


def with_dependents(
    tables: Tables,
    keys: dict[str, str],
    rejected: pl.DataFrame,
    dependencies: Iterable[Dependency] = DEPENDENCIES,
) -> pl.DataFrame:
    """`rejected` and the rows that depend on rejected rows. `keys` names each table's key column."""
    for dependency in dependencies:
        if dependency.table in tables and dependency.parent in tables:
            rejected = pl.concat([rejected, _dependents(tables, keys[dependency.table], rejected, dependency)])
    return rejected


def _dependents(tables: Tables, key: str, rejected: pl.DataFrame, dependency: Dependency) -> pl.DataFrame:
    lost_rows = rejected.filter(pl.col("table") == dependency.parent).select("row").unique()
    parents = tables[dependency.parent].with_row_index("row").join(lost_rows, on="row", how="semi")
    lost = parents.select(pl.col(dependency.parent_column).alias(dependency.column)).unique()
    children = tables[dependency.table].with_row_index("row").join(lost, on=dependency.column, how="semi")
    reason = pl.format(f"depends on {dependency.noun} {{}}, which is quarantined", pl.col(dependency.column))
    return children.select(
        table=pl.lit(dependency.table),
        row=pl.col("row"),
        row_key=pl.col(key),
        expectation=pl.lit(dependency.id),
        reason=reason,
        severity=pl.lit(Severity.ERROR.value),
    ).cast(FAILURES)
