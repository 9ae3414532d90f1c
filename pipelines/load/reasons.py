"""Why a cell says what it says: the row's cells, the reports behind them, the corrections of those. Asked of a projection file."""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from pipelines.errors import UsageError
from pipelines.load.sqlfiles import asking, rows_of

# What a person may call a table → the table that lineage knows.
TABLES = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("fact_figure", "figures", "additive_figures"),
                *("additive_figures_by_province", "additive_figures_by_campaign"),
            ),
            "fact_figure",
        ),
        **dict.fromkeys(("fact_case", "dim_case", "cases", "case_measure"), "fact_case"),
        **dict.fromkeys(("bridge_case_region", "case_regions"), "bridge_case_region"),
        **dict.fromkeys(("bridge_case_article", "case_articles"), "bridge_case_article"),
        **dict.fromkeys(("dim_campaign", "campaigns"), "dim_campaign"),
        "bridge_campaign_article": "bridge_campaign_article",
    }
)
# What views call columns that lineage knows by another name, or by that from which they follow.
_COLUMNS = MappingProxyType(
    {
        "fact_case": {
            "campaign": "campaign_key",
            "first_reported": "first_reported_on",
            "jurisdiction_name": "jurisdiction_adcode",
            "loss_amount": "loss_amount_cny",
            "loss_amount_qualifier": "loss_amount_cny",
            "reports": "articles",
            "status": "articles",
            "suspects_arrested_qualifier": "suspects_arrested",
        },
        "fact_figure": {
            "article_title": "article",
            "campaign": "campaign_key",
            "case_title": "case_id",
            "region_name": "region_adcode",
            "subset": "is_subset",
        },
    }
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reasons:
    """A row of the tables: its cells by column, the reports (columns of the view lineage), the corrections."""

    table: str
    key: str
    column: str | None
    cells: dict[str, str]
    reports: tuple[Row, ...]
    corrections: tuple[Row, ...]


def reasons(path: Path, table: str, key: str, column: str | None, position: int) -> Reasons:
    """What is behind a row, or one of its cells, as it was believed at a position of the log.

    `key` is the row's key or its beginning. Raises UsageError for a table that has no lineage, a row or column that there
    is not, and a beginning that several keys share.
    """
    if table not in TABLES:
        raise UsageError(f"there is no lineage of {table!r}; there is of {', '.join(TABLES)}")
    of = TABLES[table]
    asked = _COLUMNS.get(of, {}).get(column, column) if column else None
    with asking(path) as connection:
        whole = _key(connection, of, key, position)
        row: Row = {"table_name": of, "key": whole, "position": position}
        cells = {one["column_name"]: one["value"] for one in rows_of(connection, "why_cells", row)}
        told = rows_of(connection, "why_reports", {**row, "column_name": asked})
        if column and asked not in cells and not any(one["column_name"] == asked for one in told):
            raise UsageError(f"{whole} of {of} says nothing under {column!r}; columns are {', '.join(cells)}")
        positions = sorted({position for one in told for position in one["corrections"]})
        case_id, decided = _of_case(of, whole, asked)
        corrections = rows_of(
            connection,
            "why_corrections",
            {"positions": positions, "case_id": case_id, "column_name": decided, "position": position},
        )
    return Reasons(of, whole, asked, cells, tuple(told), tuple(corrections))


def _of_case(table: str, key: str, column: str | None) -> tuple[str | None, str | None]:
    """The case that a row is about, and the column of it that a person may have decided (None where any may matter)."""
    if table == "bridge_case_region":
        case_id, role, _adcode = key.split()
        return case_id, "jurisdiction_adcode" if role == "jurisdiction" else role
    return (key, column) if table == "fact_case" else (None, None)


def _key(connection: duckdb.DuckDBPyConnection, table: str, key: str, position: int) -> str:
    asked = {"table_name": table, "key": key, "position": position}
    found = [str(row["key"]) for row in rows_of(connection, "why_keys", asked)]
    if not found:
        raise UsageError(f"{table} has no row whose key begins with {key!r} at position {position}")
    if len(found) > 1 and found[0] != key:
        raise UsageError(f"{key!r} begins several keys of {table}: {', '.join(found)}")
    return found[0]
