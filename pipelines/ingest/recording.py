"""Writing what a scan finds into the log, in commits of bounded size, and counting it.

How files become articles is the business of `landing` and `contents`; how a capture lies in the log, of
`pipelines.eventlog.captures`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import Captured, FileRecords, captured_events, rejected_events
from pipelines.ingest.item_names import settle
from pipelines.ingest.results import FileResult
from pipelines.model.capture import CapturedArticle, RejectedArticle

# A commit holds at most about this much text: it bounds memory, and what a killed run has to do again.
COMMIT_BYTES = 64 * 1024 * 1024

ACTOR = "ingest"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What ingest found and what it wrote.

    files      seen = unchanged + new + changed
    articles   captured = new_articles + new_versions; items of a changed file that are as they were: items_unchanged
    """

    files: Mapping[str, int]
    articles: Mapping[str, int]
    rejected: Mapping[str, int]
    events: int
    head: int


class _Batch:
    """What has been found and not yet been committed, with what was known of it before."""

    def __init__(self) -> None:
        self.captured: list[tuple[CapturedArticle, str, str]] = []
        self.rejected: list[tuple[RejectedArticle, str, str]] = []
        self.versions: dict[str, tuple[str, int]] = {}
        self.recorded: dict[str, int] = {}
        self.bytes = 0

    def hashes(self) -> frozenset[str]:
        """Of the contents."""
        return frozenset(article.content_sha256 for article, _, _ in self.captured)


def record(
    results: Iterable[tuple[FileRecords, FileResult]],
    log: EventLog,
    known: Captured,
    *,
    run_id: str,
    clock: Callable[[], datetime],
    on_file: Callable[[FileResult], None] = lambda _: None,
) -> Recorded:
    """Append what is new in `results` to the log, each given with what `known` says of its file.

    `on_file` is told of each file, for progress.
    """
    files: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    contents: set[str] = set()  # of the commits of this run
    batch, events, head = _Batch(), 0, log.head()

    def commit() -> None:
        nonlocal batch, events, head
        contents.update(known.stored(batch.hashes()))
        appended = log.append(
            [
                captured_events(batch.captured, batch.versions, contents),
                rejected_events(batch.rejected, batch.recorded),
            ],
            actor=ACTOR,
            run_id=run_id,
            recorded_at=clock(),
            seen=known.position,
        )
        batch, events, head = _Batch(), events + appended.events, appended.head

    for records, result in results:
        on_file(result)
        files[result.status] += 1
        files["seen"] += 1
        _collect(result, records, known.erased, batch, articles, reasons)
        if batch.bytes >= COMMIT_BYTES:
            commit()
    commit()
    return Recorded(dict(files), dict(articles), dict(reasons), events, head)


def _collect(
    result: FileResult,
    records: FileRecords,
    erased: frozenset[str],
    batch: _Batch,
    articles: Counter[str],
    reasons: Counter[str],
) -> None:
    # Of a new file no article can be known: names begin with the file's.
    versions = records.versions if result.status == "changed" else {}
    for article in settle(result.path, result.captured, versions):
        if article.article in erased:
            articles["items_erased"] += 1
            continue
        before = versions.get(article.article)
        if before and before[0] == article.content_sha256:
            articles["items_unchanged"] += 1
            continue
        articles["new_versions" if before else "new_articles"] += 1
        if before:
            batch.versions[article.article] = before
        batch.captured.append((article, result.path, result.sha256))
        batch.bytes += len(article.content)
    for rejection in result.rejected:
        reasons[rejection.reason] += 1
        if result.path in records.recorded:
            batch.recorded[result.path] = records.recorded[result.path]
        batch.rejected.append((rejection, result.path, result.sha256))
