"""Many small files of the log into few large ones. Events, their order, digests and proofs stay; no reader is disturbed.

Every commit adds a file, and every reader opens all of them. Delta replaces the small ones by their union in one commit of
its own, that counts as no change of data; who reads an older state still finds its files for `KEPT`. Appends may go on
meanwhile, another rewriting may not: delta-rs 1.6 lets two compactions of the same files both commit, which doubles every
event (tried; its pull request 3982 made removals without change of data no conflict). So rewriting takes a lock: in the log's
folder or, for a log in an object store, in the folder of the one warehouse that keeps it (see `remote`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from deltalake import ColumnProperties, DeltaTable, WriterProperties

from pipelines.errors import LockedError, NotKeeperError, UsageError
from pipelines.eventlog.remote import become_keeper, is_remote
from pipelines.faults import durable

EVERY = 50  # commits; fewer files than that cost readers little
# Larger files are left alone by what follows an append, so that its cost does not grow with the log.
SMALL_BYTES = 32 << 20
TARGET_BYTES = 256 << 20
KEPT = timedelta(hours=1)  # longer than anybody reads
# Ids and digests, half of a log, are random and written as text: Snappy, which delta-rs takes by itself, leaves them as they
# are (measured: 10,000 articles 26.1 MB; Zstandard 16.2 MB, in the same time of writing and of reading).
# Least and greatest values are kept of what readers ask by and of nothing else: of an article's content they are two whole
# articles in each file, not compressed, and of a hundred other columns more than a small commit's events.
_BY_WHICH_READERS_SKIP = ("position", "type", "recorded_at")
WRITING = WriterProperties(
    compression="ZSTD",
    compression_level=3,
    default_column_properties=ColumnProperties(statistics_enabled="NONE"),
    column_properties={name: ColumnProperties(statistics_enabled="PAGE") for name in _BY_WHICH_READERS_SKIP},
)
LOCK = "_rewriting.lock"
APPEND_ONLY = "delta.appendOnly"


@dataclass(frozen=True, slots=True)
class Compacted:
    """Files of the log before and after, and files of older states that were deleted."""

    files_before: int
    files_after: int
    deleted: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log lies, how its table is opened, and for one in an object store the warehouse folder that asks."""

    uri: str
    opened: Callable[[], DeltaTable]
    warehouse: Path | None = None


@contextmanager
def rewriting(folder: Path, *, wait: bool) -> Iterator[None]:
    """Be the only one who replaces files of a log; the lock lies in `folder`. LockedError where somebody else is, unless `wait`."""
    with (folder / LOCK).open("w", encoding="utf-8") as file:
        try:
            flock(file, LOCK_EX | (0 if wait else LOCK_NB))
        except BlockingIOError as error:
            raise LockedError("files of the log are being rewritten") from error
        yield


def compact(
    place: Place,
    *,
    target_bytes: int = TARGET_BYTES,
    kept: timedelta = KEPT,
    wait: bool = True,
    take_over: bool = False,
) -> Compacted:
    """Unite the files of a log, note its state in a checkpoint, delete files that nobody needs any more.

    Raises NotKeeperError for a log in an object store that another warehouse keeps, unless it is to be taken over.
    """
    folder = place.warehouse if is_remote(place.uri) else Path(place.uri)
    if folder is None:
        raise UsageError(f"{place.uri}: only a warehouse that keeps a log can rewrite its files")
    with rewriting(folder, wait=wait):
        if is_remote(place.uri):
            become_keeper(place.opened(), folder, take_over=take_over)
        table = place.opened()
        before = len(table.file_uris())
        require_append_only(table)
        with durable("compaction"):
            table.optimize.compact(target_size=target_bytes, writer_properties=WRITING)
        table.update_incremental()
        with durable("checkpoint of the log"):
            table.create_checkpoint()
            table.cleanup_metadata()
        return Compacted(before, len(table.file_uris()), delete_unused(table, kept))


def require_append_only(table: DeltaTable) -> None:
    """Make the table append-only again after an erasure, also an interrupted one. Only for who holds the lock."""
    if table.metadata().configuration.get(APPEND_ONLY) != "true":
        with durable("log closed after erasing"):
            table.alter.set_table_properties({APPEND_ONLY: "true"})


def delete_unused(table: DeltaTable, kept: timedelta) -> int:
    """Delete files, older than `kept`, that are no part of the present state; how many.

    Those too that no state ever had: an append that lost a race or was killed before its commit leaves one behind.
    """
    hours = int(kept.total_seconds() // 3600)
    with durable("old files of the log deleted"):
        return len(table.vacuum(retention_hours=hours, enforce_retention_duration=False, dry_run=False, full=True))


def compact_after_commit(table: DeltaTable, place: Place) -> None:
    """What follows every `EVERY`th append, so that nobody has to think of it; another's rewriting makes it needless."""
    if table.version() % EVERY or (is_remote(place.uri) and place.warehouse is None):
        return
    try:
        compact(place, target_bytes=SMALL_BYTES, wait=False)
    except (LockedError, NotKeeperError):
        return
