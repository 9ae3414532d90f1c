"""What an event's digest covers, and how batches are chained.

An event's digest is SHA-256 over its *canonical text*: for every field that is not null, in the schema's order,
``name:bytes:value;``. Structs nest; list entries are ``bytes:value,``, a null entry ``-,``; binary values enter as their
SHA-256 in hex; instants as microseconds since 1970, dates as ISO text, decimals with all their places. Lengths make it
unambiguous; passing over nulls lets a later schema add fields without changing an old digest.

A batch's root is SHA-256 over the previous root and the digests of the batch's events in order of position.

The text is joined column by column in Arrow; only the hashes are made one by one.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.eventlog.schema import UNCOVERED

GENESIS_ROOT = bytes(32)
ROWS = 20_000  # whose text is made at once: more no longer fit into the processor's cache, and take twice as long

_TEXT = pa.string()


def batch_root(previous_root: bytes, digests: Iterable[bytes]) -> bytes:
    """The root (32 bytes) of the batch whose events have `digests`, chained to the batch before it."""
    root = begun_root(previous_root)
    for digest in digests:
        root.update(digest)
    return root.digest()


def begun_root(previous_root: bytes) -> "hashlib._Hash":
    """A root to be updated with digests, for who has them bit by bit."""
    return hashlib.sha256(previous_root)


def erasure_root(erased: Iterable[tuple[int, bytes, bytes]]) -> bytes:
    """What an erasure says of the events that it emptied: (position, digest, digest of what is left), in order of position."""
    root = hashlib.sha256()
    for position, digest, left in erased:
        root.update(position.to_bytes(8) + digest + left)
    return root.digest()


def event_digests(events: pa.Table) -> pa.Array:
    """The digests (binary, 32 bytes each) of `events`, row by row; columns in `UNCOVERED` are no part of it."""
    found = [_digests(batch) for batch in events.to_batches(max_chunksize=ROWS)]
    return pa.concat_arrays(found) if found else pa.nulls(0, pa.binary())


def _digests(events: pa.RecordBatch) -> pa.Array:
    covered = [(name, events.column(name)) for name in events.schema.names if name not in UNCOVERED]
    texts = _joined([piece for name, values in covered for piece in _labelled(name, values)], events.num_rows)
    sha256 = hashlib.sha256  # looked up once: this line is half of what a digest costs
    return pa.array([sha256(text).digest() for text in texts.cast(pa.binary()).to_pylist()], pa.binary())


def _joined(pieces: Sequence[pa.Array | pa.Scalar], rows: int) -> pa.Array:
    """The pieces of each row one after the other; nulls add nothing."""
    start = pa.repeat(_constant(""), rows)  # there may be no pieces at all
    return pc.binary_join_element_wise(start, *_united(pieces), _constant(""), null_handling="replace")


def _united(pieces: Sequence[pa.Array | pa.Scalar]) -> Iterator[pa.Array | pa.Scalar]:
    """The pieces, constants that follow each other made one: what a join costs is the number of its pieces."""
    for is_constant, run in groupby(pieces, lambda piece: isinstance(piece, pa.Scalar)):
        if is_constant:
            yield _constant("".join(piece.as_py() for piece in run))
        else:
            yield from run


def _labelled(name: str, values: pa.Array) -> list[pa.Array | pa.Scalar]:
    """Pieces that make ``name:bytes:value;`` of each value and nothing of a null."""
    if values.null_count == len(values):
        return []
    text = _text(values)
    sizes = pc.binary_length(text)
    bounds = pc.min_max(sizes)
    if bounds["min"] == bounds["max"]:  # hashes and constants: most columns
        pieces = [_constant(f"{name}:{bounds['min']}:"), text, _constant(";")]
    else:
        pieces = [_constant(f"{name}:"), sizes.cast(_TEXT), _constant(":"), text, _constant(";")]
    return [_joined_or_null(pieces)] if text.null_count else pieces


def _joined_or_null(pieces: Sequence[pa.Array | pa.Scalar]) -> pa.Array:
    return pc.binary_join_element_wise(*pieces, _constant(""), null_handling="emit_null")


def _text(values: pa.Array) -> pa.Array:
    """The text of each value; null for a null."""
    kind = values.type
    if pa.types.is_struct(kind):
        members = zip((field.name for field in kind.fields), values.flatten(), strict=True)
        texts = _joined([piece for name, member in members for piece in _labelled(name, member)], len(values))
        return pc.if_else(values.is_valid(), texts, pa.scalar(None, _TEXT)) if values.null_count else texts
    if pa.types.is_map(kind):
        return _list_text(values, pa.StructArray.from_arrays([values.keys, values.items], names=["key", "value"]))
    if pa.types.is_list(kind):
        return _list_text(values, values.values)
    if pa.types.is_binary(kind) or pa.types.is_binary_view(kind):  # as written, as Delta reads
        held = values.to_pylist()
        return pa.array([None if value is None else hashlib.sha256(value).hexdigest() for value in held], _TEXT)
    if pa.types.is_timestamp(kind):
        return values.cast(pa.timestamp("us", tz=kind.tz)).cast(pa.int64()).cast(_TEXT)
    return values.cast(_TEXT)


def _list_text(lists: pa.Array, entries: pa.Array) -> pa.Array:
    first, last = lists.offsets[0].as_py(), lists.offsets[-1].as_py()  # a slice still holds the whole's entries
    text = _text(entries.slice(first, last - first))
    labelled = _joined_or_null([pc.binary_length(text).cast(_TEXT), _constant(":"), text, _constant(",")])
    mask = lists.is_null() if lists.null_count else None
    whole = pa.ListArray.from_arrays(pc.subtract(lists.offsets, first), pc.fill_null(labelled, "-,"), mask=mask)
    return pc.binary_join(whole, "")


def _constant(text: str) -> pa.Scalar:
    return pa.scalar(text, _TEXT)
