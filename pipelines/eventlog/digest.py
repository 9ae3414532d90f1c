"""What an event's digest covers, and how batches are chained.

An event's digest is SHA-256 over its *canonical text*: for every field that is not null, in the schema's order,
``name:bytes:value;``. Structs nest; list entries are ``bytes:value,``, a null entry ``-,``; binary values enter as their
SHA-256 in hex; instants as microseconds since 1970, dates as ISO text, decimals with all their places. Lengths make it
unambiguous; passing over nulls lets a later schema add fields without changing an old digest.

A batch's root is SHA-256 over the previous root and the digests of the batch's events in order of position.

The SQL below is generated from the schema instead of standing in sql/, because it must never drift from it.
"""

import hashlib
from collections.abc import Iterable

import duckdb
import pyarrow as pa

GENESIS_ROOT = bytes(32)


def batch_root(previous_root: bytes, digests: Iterable[bytes]) -> bytes:
    """The root (32 bytes) of the batch whose events have `digests`, chained to the batch before it."""
    root = hashlib.sha256(previous_root)
    for digest in digests:
        root.update(digest)
    return root.digest()


def event_digests(events: pa.Table) -> pa.Array:
    """The digests (binary, 32 bytes each) of `events`, row by row; a column `digest` is not part of what is covered."""
    covered = events.drop_columns([name for name in ("digest",) if name in events.column_names])
    sql = f"select unhex(sha256({_struct_text(covered.schema, '')})) as digest from covered"
    with duckdb.connect() as connection:
        connection.register("covered", covered)
        return connection.query(sql).to_arrow_table().column("digest").combine_chunks()


def _struct_text(fields: Iterable[pa.Field], prefix: str) -> str:
    return "concat(" + ", ".join(_field_text(f, f'{prefix}"{f.name}"') for f in fields) + ")"


def _field_text(field: pa.Field, expression: str) -> str:
    text = _value_text(field.type, expression)
    return f"case when {expression} is null then '' else '{field.name}:' || strlen({text}) || ':' || {text} || ';' end"


def _value_text(kind: pa.DataType, expression: str) -> str:
    if pa.types.is_struct(kind):
        return _struct_text(kind.fields, f"{expression}.")
    if pa.types.is_map(kind):
        entry = pa.struct([pa.field("key", kind.key_type), pa.field("value", kind.item_type)])
        return _list_text(entry, f"map_entries({expression})")
    if pa.types.is_list(kind):
        return _list_text(kind.value_type, expression)
    if pa.types.is_binary(kind):
        return f"sha256({expression})"
    if pa.types.is_timestamp(kind):
        return f"cast(epoch_us({expression}) as varchar)"
    return f"cast({expression} as varchar)"


def _list_text(kind: pa.DataType, expression: str) -> str:
    text = _value_text(kind, "x")
    entry = f"case when x is null then '-,' else strlen({text}) || ':' || {text} || ',' end"
    return f"array_to_string(list_transform({expression}, lambda x: {entry}), '')"
