"""`casebook events`: the log as a table, or as JSON lines with payloads."""

import json as jsonlib
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from pipelines.errors import UsageError
from pipelines.eventlog.schema import EVENT_TYPES, PAYLOADS
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

_SHOWN = ("position", "type", "stream", "recorded_at", "actor", "cause_position")


def show_events(
    settings: Settings, *, types: Sequence[str], stream: str | None, after: int, limit: int, json: bool
) -> None:
    """Print events in order of position."""
    unknown = [name for name in types if name not in EVENT_TYPES]
    if unknown:
        raise UsageError(f"no such event type: {unknown[0]}; there are {', '.join(EVENT_TYPES)}")
    warehouse = Warehouse(settings.warehouse)
    warehouse.require()
    columns = [*_SHOWN, *(PAYLOADS if json else ())]
    rows = _selected(warehouse, columns, types, stream, after, limit)
    _print_json(rows) if json else _print_table(rows)


def _selected(
    warehouse: Warehouse, columns: Sequence[str], types: Sequence[str], stream: str | None, after: int, limit: int
) -> Iterator[dict[str, object]]:
    table = warehouse.log.scan(columns, after=after, types=types).read_all().sort_by("position")
    shown = 0
    for batch in table.to_batches(max_chunksize=1000):
        for row in batch.to_pylist():
            if stream is None or _matches(str(row["stream"]), stream):
                yield row
                shown += 1
                if limit and shown == limit:
                    return


def _matches(stream: str, wanted: str) -> bool:
    return stream.startswith(wanted[:-1]) if wanted.endswith("*") else stream == wanted


def _print_table(rows: Iterator[dict[str, object]]) -> None:
    table = Table(*_SHOWN)
    for row in rows:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in _SHOWN))
    Console().print(table)


def _print_json(rows: Iterator[dict[str, object]]) -> None:
    for row in rows:
        known = {name: value for name, value in row.items() if value is not None}
        print(jsonlib.dumps(known, ensure_ascii=False, default=_plain))


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
