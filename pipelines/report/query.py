"""`casebook query`: SQL on the published file, printed as a table, CSV or JSON lines."""

import csv
import json
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
from rich.table import Table

from pipelines.errors import NotAWarehouseError, UsageError
from pipelines.load.publish import published_or_error
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def sql_of(sql: str | None, file: Path | None) -> str:
    """What is to be run: `sql`, then what stands in `file`. UsageError where that is nothing or cannot be read."""
    if sql is None and file is None:
        raise UsageError("there is no sql: give it as an argument, or a file with --file")
    try:
        parts = [sql or "", file.read_text(encoding="utf-8") if file else ""]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--file cannot be read: {error}") from error
    return ";\n".join(part for part in parts if part)


def run_query(settings: Settings, sql: str, output: str) -> None:
    """Run `sql` and print its rows. UsageError for SQL that DuckDB refuses or an output that does not exist."""
    if output not in _PRINTERS:
        raise UsageError(f"no such output: {output}; there are {', '.join(_PRINTERS)}")
    path = published_or_error(Warehouse.of(settings).files)
    with closing(_open(path)) as connection:
        try:
            cursor = connection.execute(sql)
            if cursor is None:
                raise UsageError("there is no SQL in what was given")
            columns = [str(column[0]) for column in cursor.description or ()]
            rows = cursor.fetchall() if columns else []
        except duckdb.Error as error:
            raise UsageError(str(error).splitlines()[0]) from error
    _PRINTERS[output](columns, rows)


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        if "lock" in said.lower():
            raise UsageError(f"{path} is held by a program that opened it for writing: {said}") from error
        why = f"it cannot be opened ({said}); a damaged one is put right by `casebook refresh`"
        raise NotAWarehouseError(path, why) from error


def _print_table(columns: list[str], rows: list[tuple[object, ...]]) -> None:
    table = Table(*columns)
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console().print(table)
    console().print(f"{len(rows)} rows" if len(rows) != 1 else "1 row")


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _print_csv(columns: list[str], rows: list[tuple[object, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")  # a shell keeps no carriage returns out
    writer.writerow(columns)
    writer.writerows(rows)


def _print_json(columns: list[str], rows: list[tuple[object, ...]]) -> None:
    for row in rows:
        print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str))


_PRINTERS = {"table": _print_table, "csv": _print_csv, "json": _print_json}
