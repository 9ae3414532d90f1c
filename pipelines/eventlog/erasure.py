"""A person's right to be forgotten: what the log holds of an article goes, that it was there and why it went stays.

The payloads of the article's events are taken out and the files that held them are written anew and deleted; position,
digest and the bare envelope stay, so that the chain can still be followed. The `article_erased` event answers for them:
its root covers each emptied event's digest and what is left of it, so that nobody can empty others in its name. Why files
are rewritten and not encrypted per article: decision 0015.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError

from pipelines.errors import AppendConflictError, UsageError
from pipelines.eventlog.anchor import Anchor, note_anchor
from pipelines.eventlog.batch import NewEvents, Origin, prepared
from pipelines.eventlog.captures import erased_articles
from pipelines.eventlog.compaction import APPEND_ONLY, WRITING, delete_unused, require_append_only, rewriting
from pipelines.eventlog.digest import erasure_root, event_digests
from pipelines.eventlog.log import LOG_APP, EventLog
from pipelines.eventlog.remote import is_remote
from pipelines.eventlog.schema import LOG_SCHEMA, NULLABLE_SCHEMA, PAYLOADS
from pipelines.faults import durable
from pipelines.model.ids import stable_id

ATTEMPTS = 5
STRETCHES = 50  # terms of a predicate
KEPT_OF_ERASED = (
    "position",
    "event_id",
    "type",
    "schema_version",
    "stream",
    "recorded_at",
    "actor",
    "run_id",
    "cause_position",
    "digest",
)
_OF_ARTICLES = [
    family
    for family, kind in PAYLOADS.items()
    if "article" in {field.name for field in kind.fields} and family != "erasure"
]


@dataclass(frozen=True, slots=True)
class Erased:
    """Articles whose content went: those asked for and those with the same bytes under other names; events emptied."""

    articles: tuple[str, ...]
    events: int
    head: int


def erase(log: EventLog, article: str, reason: str, origin: Origin) -> Erased:
    """Take the content of an article, and of every article with the same bytes, out of the log, in one commit.

    Nobody else may append meanwhile: of a file that is not yet in a commit nobody can tell that it is needed. Once more for
    an article that was erased already, what an interrupted erasure left over is removed. Raises UsageError where the log
    never had such an article.
    """
    if is_remote(log.uri):
        raise UsageError(
            f"{log.uri}: content can only be erased from a log on a disk; a store may keep what it replaces"
        )
    with rewriting(Path(log.uri), wait=True):
        erased = Erased((), 0, log.head())
        try:
            if articles_with_bytes_of(log, article):
                erased = _erased(log, article, reason, origin)
            elif article not in erased_articles(log, erased.head):
                raise UsageError(f"{article}: the log holds no such article")
        finally:
            require_append_only(log.opened())
        table = log.opened()
        with durable("checkpoint of the log"):
            table.create_checkpoint()
        delete_unused(table, timedelta(0))
    return erased


def _erased(log: EventLog, article: str, reason: str, origin: Origin) -> Erased:
    for _ in range(ATTEMPTS):
        # Before the log is read: this moves to the newest commit without a conflict, and what comes after it must conflict.
        with durable("log opened for erasing"):
            log.opened().alter.set_table_properties({APPEND_ONLY: "false"})
        try:
            return _erase_once(log, article, reason, origin)
        except CommitFailedError as error:
            lost = error
    raise AppendConflictError(ATTEMPTS) from lost


def articles_with_bytes_of(log: EventLog, article: str) -> tuple[str, ...]:
    """The article and those that have a version with the same bytes, in order of name; none if the log has no such one."""
    fields = ("article", "version_sha256")
    parts = [
        pa.table({name: _field(batch, "capture", name) for name in fields})
        for batch in log.scan(["capture"], types=["article_captured"])
    ]
    captures = pa.concat_tables([pa.schema(dict.fromkeys(fields, pa.string())).empty_table(), *parts])
    hashes = captures.filter(pc.equal(captures.column("article"), article)).column("version_sha256").unique()
    same = captures.filter(pc.is_in(captures.column("version_sha256"), hashes.drop_null()))
    return tuple(sorted(same.column("article").unique().to_pylist()))


def _erase_once(log: EventLog, article: str, reason: str, origin: Origin) -> Erased:
    table = _with_todays_columns(log)
    articles = articles_with_bytes_of(log, article)
    head = table.transaction_version(LOG_APP) or 0
    emptied, rows = [], []
    speaking = _events_of(log, articles)
    for position, name in enumerate(articles, head + 1):
        left = _emptied(speaking.filter(pc.equal(speaking.column("speaks_of"), name)), position)
        emptied.append(left)
        rows.append(_answer(name, reason, left))
    erasures = prepared(NewEvents("article_erased", pa.Table.from_pylist(rows)))
    answers = log.batch_after(table, head, [erasures], origin)
    told = answers.reader().read_all().cast(NULLABLE_SCHEMA)
    changed = pa.concat_tables([*emptied, told]).sort_by("position").combine_chunks()
    last = head + answers.events
    _replace(table, changed, _stretches(speaking.column("position").to_pylist()), last)
    note_anchor(log.uri, Anchor(last, answers.root))
    return Erased(articles, sum(part.num_rows for part in emptied), last)


def _events_of(log: EventLog, articles: Sequence[str]) -> pa.Table:
    """What is kept of every event that speaks of one of the articles, and of which, in order of position.

    One reading of the log for all of them, and not of the contents: those are not kept.
    """
    wanted = pa.array(articles, pa.string())
    kept = pa.schema([NULLABLE_SCHEMA.field(name) for name in KEPT_OF_ERASED])
    found = [kept.append(pa.field("speaks_of", pa.string())).empty_table()]
    for batch in log.scan([*KEPT_OF_ERASED, *_OF_ARTICLES]):
        spoken_of = pc.coalesce(*(_field(batch, family, "article") for family in _OF_ARTICLES))
        mask = pc.is_in(spoken_of, wanted)
        if pc.any(mask).as_py():
            plain = pa.Table.from_batches([batch]).select(KEPT_OF_ERASED).cast(kept)
            found.append(plain.append_column("speaks_of", spoken_of).filter(mask))
    return pa.concat_tables(found).sort_by("position")


def _field(batch: pa.RecordBatch, family: str, name: str) -> pa.Array:
    """A text of a payload. Arrow computes nothing on the views that Delta reads."""
    return pc.struct_field(batch.column(family), name).cast(pa.string())


def _emptied(events: pa.Table, erased_at: int) -> pa.Table:
    """The events without anything that came from the article."""
    columns = [
        events.column(field.name) if field.name in KEPT_OF_ERASED else pa.nulls(events.num_rows, field.type)
        for field in LOG_SCHEMA
    ]
    plain = pa.table(columns, schema=NULLABLE_SCHEMA)
    index = LOG_SCHEMA.get_field_index("erased_at")
    return plain.set_column(
        index, LOG_SCHEMA.field(index), pa.repeat(pa.scalar(erased_at, pa.int64()), events.num_rows)
    )


def _answer(article: str, reason: str, emptied: pa.Table) -> dict[str, object]:
    held = zip(
        emptied.column("position").to_pylist(),
        emptied.column("digest").to_pylist(),
        event_digests(emptied).to_pylist(),
        strict=True,
    )
    root = erasure_root(held)
    return {
        "event_id": stable_id("article_erased", article, root.hex()),
        "stream": f"article/{article}",
        "article": article,
        "reason": reason,
        "events": emptied.num_rows,
        "root": root,
    }


def _with_todays_columns(log: EventLog) -> DeltaTable:
    """The table; one of an older version gets the columns that were added since: events are merged in whole."""
    table = log.opened()
    if set(LOG_SCHEMA.names) - {field.name for field in table.schema().fields}:
        with durable("columns added to the log"):
            write_deltalake(table, LOG_SCHEMA.empty_table(), mode="append", schema_mode="merge")
        table = log.opened()
    return table


def _stretches(positions: Sequence[int]) -> list[tuple[int, int]]:
    """At most `STRETCHES` stretches, first and last position, that hold all of the ascending positions."""
    gaps = [after - before for before, after in pairwise(positions)]
    bridged = max([1, *sorted(gaps, reverse=True)[STRETCHES - 1 :]])
    cuts = [row for row, gap in enumerate(gaps, 1) if gap > bridged]
    return [(positions[first], positions[end - 1]) for first, end in pairwise([0, *cuts, len(positions)])]


def _replace(table: DeltaTable, changed: pa.Table, stretches: Sequence[tuple[int, int]], last: int) -> None:
    """Put emptied events in the place of the whole ones and add the new ones, in one commit. Raises CommitFailedError.

    The emptied ones lie in `stretches`: without them delta-rs would hold the whole log in memory to join it with what
    changed (measured: 3 GB for a million events, 0.7 GB so).
    """
    within = " or ".join(f"(held.position >= {first} and held.position <= {end})" for first, end in stretches)
    with durable("erasure"):
        table.merge(
            changed,
            predicate=f"held.position = given.position and ({within})",
            source_alias="given",
            target_alias="held",
            writer_properties=WRITING,
            commit_properties=CommitProperties(app_transactions=[Transaction(LOG_APP, last)], max_commit_retries=0),
        ).when_matched_update_all().when_not_matched_insert_all().execute()
