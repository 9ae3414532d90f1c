"""Old events in today's form: what an event of an older schema version means now, step by step from version to version.

Fields that a later version added are null in older events and need no code: `STEPS` says so for every type, so that
nobody forgets to think of it. Events are changed as they are read; what lies in the log stays as it was written.
"""

from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.eventlog.schema import EVENT_TYPES, LOG_SCHEMA, PAYLOADS, SCHEMA_VERSION

# Given events of one type and version, with the columns that a reader asked for and no others: a step passes over a column
# that is not there, and what it makes of one column comes from that column alone (a payload is one column).
Upcaster = Callable[[pa.Table], pa.Table]


def unchanged(events: pa.Table) -> pa.Table:
    """The step of a type whose fields mean what they meant."""
    return events


# Version → type → what makes its events those of the next version.
STEPS: Mapping[int, Mapping[str, Upcaster]] = {
    1: {kind.name: unchanged for kind in EVENT_TYPES.values() if kind.since == 1},
    2: {kind.name: unchanged for kind in EVENT_TYPES.values() if kind.since <= 2},
}


def conformed(batch: pa.RecordBatch, columns: Iterable[str]) -> pa.RecordBatch:
    """`columns` of a batch that may come from a table of an older schema; fields that it lacks are null."""
    names = list(columns)
    present = batch.schema.names
    arrays = [
        _with_fields(batch.column(name), PAYLOADS.get(name))
        if name in present
        else pa.nulls(batch.num_rows, LOG_SCHEMA.field(name).type)
        for name in names
    ]
    return pa.RecordBatch.from_arrays(arrays, names=names)


def upcast(
    batch: pa.RecordBatch, steps: Mapping[int, Mapping[str, Upcaster]] = STEPS, newest: int = SCHEMA_VERSION
) -> pa.RecordBatch:
    """The events of a batch as they would be written today, in the same order. Needs columns type and schema_version.

    Steps are given plain Arrow types; what comes back has those of the batch, the views that Delta reads among them.
    """
    versions = {int(version) for version in pc.unique(batch.column("schema_version")).to_pylist()}
    if not any(_changes(steps, version, newest) for version in versions):
        return batch
    row = pa.field("row", pa.int64())
    numbered = _plain(batch).append_column(row, pa.array(range(batch.num_rows), row.type))
    parts = []
    for group in _groups(numbered):
        version, kind = group.column("schema_version")[0].as_py(), group.column("type")[0].as_py()
        for step in range(version, newest):
            group = steps[step][kind](group)
        parts.append(group)
    ordered = pa.concat_tables(parts).sort_by("row").drop_columns("row").cast(batch.schema)
    return ordered.combine_chunks().to_batches()[0]


def needs_upcast(steps: Mapping[int, Mapping[str, Upcaster]] = STEPS) -> bool:
    """Whether any type ever changed its meaning: only then must type and version of every event be looked at."""
    return any(step is not unchanged for kinds in steps.values() for step in kinds.values())


def _plain(batch: pa.RecordBatch) -> pa.Table:
    """The batch without views: Arrow compares, filters and sorts none of those."""
    types = {name: LOG_SCHEMA.field(name).type if name in LOG_SCHEMA.names else None for name in batch.schema.names}
    return pa.table(batch).cast(
        pa.schema({name: kind or batch.schema.field(name).type for name, kind in types.items()})
    )


def _changes(steps: Mapping[int, Mapping[str, Upcaster]], version: int, newest: int) -> bool:
    return any(step is not unchanged for number in range(version, newest) for step in steps[number].values())


def _groups(events: pa.Table) -> Iterable[pa.Table]:
    kinds = events.select(["type", "schema_version"]).group_by(["type", "schema_version"]).aggregate([]).to_pylist()
    for kind in kinds:
        same_type = pc.equal(events.column("type"), kind["type"])
        yield events.filter(pc.and_(same_type, pc.equal(events.column("schema_version"), kind["schema_version"])))


def _with_fields(array: pa.Array, wanted: pa.DataType | None) -> pa.Array:
    """The array; a struct of an older schema with the fields that it lacks."""
    if wanted is None or not pa.types.is_struct(array.type) or len(array.type.fields) == len(wanted.fields):
        return array
    old = {field.name: index for index, field in enumerate(array.type.fields)}
    children = [
        array.field(old[field.name]) if field.name in old else pa.nulls(len(array), field.type)
        for field in wanted.fields
    ]
    names = [field.name for field in wanted.fields]
    return pa.StructArray.from_arrays(children, names=names, mask=array.is_null())
