"""Writes docs/tables.md: every table and view of the warehouse with its header and columns.

Usage: python tools/table_docs.py. Builds an empty warehouse in memory from sql/ and asks it for its columns.
"""

from pathlib import Path

import duckdb

from pipelines.load.sqlfiles import SqlFile, in_dependency_order, read_folder
from pipelines.orchestration.reference import reference

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tables.md"

_HEAD = """# Tables and views: the data dictionary

What an analyst finds in `warehouse/casebook.duckdb`. Views marked *contract* keep their columns from version to version;
tables named `*_history` hold what was believed and when: `believed_from` and `believed_to` are positions of the log.

This page is written by `tools/table_docs.py` from the headers in `sql/` and the view `data_dictionary`, which tells the
same inside the warehouse. How to use it all: [analyst-guide.md](analyst-guide.md).
"""

_COLUMNS = """
select column_name, data_type, description
from data_dictionary
where table_name = $name
order by column_number
"""


def page() -> str:
    """The page, in Markdown."""
    with duckdb.connect() as connection:
        for name, table in reference().tables.items():
            connection.register(f"reference_{name}", table)
        schema, views = read_folder("schema"), in_dependency_order(read_folder("views"))
        for file in (*schema, *views):
            connection.execute(file.text)
        parts = [_HEAD, "## Views\n", *(_section(connection, file) for file in sorted(views, key=lambda f: f.name))]
        parts += ["## Tables\n", *(_section(connection, file) for file in schema)]
    return "\n".join(parts)


def _section(connection: duckdb.DuckDBPyConnection, file: SqlFile) -> str:
    columns = connection.execute(_COLUMNS, {"name": file.name}).fetchall()
    lines = [f"### {file.name}\n", file.description, ""]
    if columns:
        lines += ["| column | type | what stands in it |", "|---|---|---|"]
        lines += [*(f"| {name} | {kind} | {description} |" for name, kind, description in columns), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
