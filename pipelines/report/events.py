"""`casebook events`: the log as a table, or as JSON lines with payloads."""

import json as jsonlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events to show.

    types          of these types; any where it is empty
    stream         of this stream, or, where it ends in *, of those that begin so
    after, upto    above the one position and not above the other
    limit          at most this many; 0 for all
    """

    types: tuple[str, ...]
    stream: str | None
    after: int
    upto: int | None
    limit: int


def show_events(settings: Settings, wanted: Wanted, *, json: bool) -> None:
    """Print the wanted events in order of position."""
    unknown = [name for name in wanted.types if name not in EVENT_TYPES]
    if unknown:
        raise UsageError(f"no such event type: {unknown[0]}; there are {', '.join(EVENT_TYPES)}")
    warehouse = Warehouse.of(settings)
    warehouse.require()
    columns = [*_SHOWN, *(PAYLOADS if json else ())]
    prefix = wanted.stream[:-1] if wanted.stream and wanted.stream.endswith("*") else None
    with closing(duckdb.connect()) as connection:
        warehouse.log.copy_into(connection, "events", columns, after=wanted.after, upto=wanted.upto, types=wanted.types)
        parameters = {"stream": wanted.stream, "prefix": prefix, "limit": wanted.limit or _NO_LIMIT}
        cursor = connection.execute(read_query("select_events").text, parameters)
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
