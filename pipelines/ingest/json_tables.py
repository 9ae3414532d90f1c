"""Tables written as JSON, column by column or as rows without names → one object a row.

These are the shapes that data frame libraries write: {"title": ["a", "b"], …}, {"title": {"0": "a", "1": "b"}, …} and
{"columns": ["title", …], "data": [["a", …], …]}. Only the turning belongs here.
"""

from pipelines.ingest.field_names import FieldNames
from pipelines.ingest.json_reading import Json


def rows_of(value: dict[str, Json], names: FieldNames) -> list[dict[str, Json]] | None:
    """The rows of an object that is a table with a title or body column; None where it is no table."""
    header, data = value.get("columns"), value.get("data")
    if isinstance(header, list) and isinstance(data, list) and _is_named(header, names):
        if all(isinstance(row, list) and len(row) == len(header) for row in data):
            return [dict(zip(map(str, header), row, strict=True)) for row in data]
        return None
    if len(value) < 2 or not _is_named(list(value), names):
        return None
    return _by_number(value) if all(isinstance(column, list) for column in value.values()) else _by_key(value)


def _is_named(columns: list[Json], names: FieldNames) -> bool:
    """At least one column is text and all of them have plain names."""
    roles = {found[0] for name in columns if type(name) is str and (found := names.role_of(name))}
    return bool(roles & {"title", "body"}) and all(type(name) is str for name in columns)


def _by_number(value: dict[str, Json]) -> list[dict[str, Json]] | None:
    """Columns as lists of one length. A single entry is no table but a list around a value."""
    lengths = {len(column) for column in value.values()}
    if len(lengths) != 1 or lengths <= {0, 1} or not all(_are_scalars(column) for column in value.values()):
        return None
    return [dict(zip(value, row, strict=True)) for row in zip(*value.values(), strict=True)]


def _by_key(value: dict[str, Json]) -> list[dict[str, Json]] | None:
    """Columns as objects with the same keys, which are row numbers."""
    columns = list(value.values())
    if not all(isinstance(column, dict) and column and _are_scalars(list(column.values())) for column in columns):
        return None
    keys = list(columns[0])
    if any(list(column) != keys for column in columns) or not all(key.isdecimal() for key in keys):
        return None
    return [{name: column[key] for name, column in value.items()} for key in keys]


def _are_scalars(values: list[Json]) -> bool:
    return not any(isinstance(entry, dict | list) for entry in values)
