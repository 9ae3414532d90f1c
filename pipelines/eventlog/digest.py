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

from pipelines.eventlog.schema import UNCOVERED

GENESIS_ROOT = bytes(32)


def batch_root(previous_root: bytes, digests: Iterable[bytes]) -> bytes:
    """The root (32 bytes) of the batch whose events have `digests`, chained to the batch before it."""
    root = hashlib.sha256(previous_root)
    for digest in digests:
        root.update(digest)
    return root.digest()


def erasure_root(erased: Iterable[tuple[int, bytes, bytes]]) -> bytes:
    """What an erasure says of the events that it emptied: (position, digest, digest of what is left), in order of position."""
    root = hashlib.sha256()
    for position, digest, left in erased:
        root.update(position.to_bytes(8) + digest + left)
    return root.digest()


def event_digests(events: pa.Table) -> pa.Array:
    """The digests (binary, 32 bytes each) of `events`, row by row; columns in `UNCOVERED` are no part of it."""
    # Columns of nulls alone add nothing to the text but very much to the SQL, whose planning is most of the cost.
    filled = [name for name in events.column_names if events.column(name).null_count < events.num_rows]
    covered = events.select([name for name in filled if name not in UNCOVERED])
    if not covered.num_columns:
        return pa.repeat(pa.scalar(hashlib.sha256().digest(), pa.binary()), events.num_rows)
    texts = ", ".join(f"{_value_text(f.type, _quoted(f.name))} as {_quoted(f.name)}" for f in covered.schema)
    whole = "concat(" + ", ".join(_labelled(name, _quoted(name), _quoted(name)) for name in covered.column_names) + ")"
    sql = f"with texts as (select {texts} from covered) select unhex(sha256({whole})) as digest from texts"
    with duckdb.connect() as connection:
        connection.register("covered", covered)
        return connection.query(sql).to_arrow_table().column("digest").combine_chunks()


def _quoted(name: str) -> str:
    return f'"{name}"'


def _labelled(name: str, expression: str, text: str) -> str:
    return f"case when {expression} is null then '' else '{name}:' || strlen({text}) || ':' || {text} || ';' end"


def _struct_text(fields: Iterable[pa.Field], expression: str) -> str:
    members = [(field, f"{expression}.{_quoted(field.name)}") for field in fields]
    texts = [_labelled(field.name, member, _value_text(field.type, member)) for field, member in members]
    return f"case when {expression} is not null then concat({', '.join(texts)}) end"


def _value_text(kind: pa.DataType, expression: str) -> str:
    """SQL for the text of a value; null for a null."""
    if pa.types.is_struct(kind):
        return _struct_text(kind.fields, expression)
    if pa.types.is_map(kind):
        entry = pa.struct([pa.field("key", kind.key_type), pa.field("value", kind.item_type)])
        return _list_text(entry, f"map_entries({expression})")
    if pa.types.is_list(kind):
        return _list_text(kind.value_type, expression)
    if pa.types.is_binary(kind) or pa.types.is_binary_view(kind):  # as written, as Delta reads
        return f"sha256({expression})"
    if pa.types.is_timestamp(kind):
        return f"cast(epoch_us({expression}) as varchar)"
    return f"cast({expression} as varchar)"


def _list_text(kind: pa.DataType, expression: str) -> str:
    text = _value_text(kind, "x")
    entry = f"case when x is null then '-,' else strlen({text}) || ':' || {text} || ',' end"
    return f"array_to_string(list_transform({expression}, lambda x: {entry}), '')"
