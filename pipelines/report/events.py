"""`casebook events`: the log as a table, or as JSON lines with payloads."""

import json as jsonlib
from collections.abc import Iterator, Sequence
from contextlib import closing

import duckdb
from rich.table import Table

from pipelines.errors import UsageError
from pipelines.eventlog.schema import EVENT_TYPES, PAYLOADS
from pipelines.load.sqlfiles import read_query
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

_SHOWN = ("position", "type", "stream", "recorded_at", "actor", "cause_position")

_NO_LIMIT = 2**62


def show_events(
    settings: Settings, *, types: Sequence[str], stream: str | None, after: int, limit: int, json: bool
) -> None:
    """Print events in order of position. `limit` 0 means all; a `stream` that ends in * is a prefix."""
    unknown = [name for name in types if name not in EVENT_TYPES]
    if unknown:
        raise UsageError(f"no such event type: {unknown[0]}; there are {', '.join(EVENT_TYPES)}")
    warehouse = Warehouse(settings.warehouse)
    warehouse.require()
    columns = [*_SHOWN, *(PAYLOADS if json else ())]
    reader = warehouse.log.scan(columns, after=after, types=types)
    prefix = stream[:-1] if stream and stream.endswith("*") else None
    with closing(duckdb.connect()) as connection:
        connection.register("events", reader)
        wanted = {"stream": stream, "prefix": prefix, "limit": limit or _NO_LIMIT}
        cursor = connection.execute(read_query("select_events").text, wanted)
        _print_json(columns, cursor) if json else _print_table(cursor)


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while rows := cursor.fetchmany(1000):
        yield from rows


def _print_table(cursor: duckdb.DuckDBPyConnection) -> None:
    table = Table(*_SHOWN)
    for row in _rows(cursor):
        table.add_row(*("" if value is None else str(value) for value in row))
    console().print(table)


def _print_json(columns: Sequence[str], cursor: duckdb.DuckDBPyConnection) -> None:
    for row in _rows(cursor):
        known = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        print(jsonlib.dumps(known, ensure_ascii=False, default=_plain))


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
