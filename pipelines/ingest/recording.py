"""Writing what a scan finds into the log, in commits of bounded size, and counting it.

How files become articles is the business of `landing` and `contents`; how a capture lies in the log, of
`pipelines.eventlog.captures`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import KnownCaptures, captured_events, rejected_events
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
    """What has been found and not yet been committed."""

    def __init__(self) -> None:
        self.captured: list[tuple[CapturedArticle, str, str]] = []
        self.rejected: list[tuple[RejectedArticle, str, str]] = []
        self.bytes = 0


def record(
    results: Iterable[FileResult],
    log: EventLog,
    known: KnownCaptures,
    *,
    run_id: str,
    clock: Callable[[], datetime],
    on_file: Callable[[FileResult], None] = lambda _: None,
) -> Recorded:
    """Append what is new in `results` to the log. `on_file` is told of each file, for progress."""
    files: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    contents = set(known.contents)
    batch, events, head = _Batch(), 0, log.head()
    for result in results:
        on_file(result)
        files[result.status] += 1
        files["seen"] += 1
        _collect(result, known, batch, articles, reasons)
        if batch.bytes >= COMMIT_BYTES:
            events, head = _commit(batch, log, known, contents, run_id, clock, events)
            batch = _Batch()
    events, head = _commit(batch, log, known, contents, run_id, clock, events)
    return Recorded(dict(files), dict(articles), dict(reasons), events, head)


def _collect(
    result: FileResult, known: KnownCaptures, batch: _Batch, articles: Counter[str], reasons: Counter[str]
) -> None:
    for article in settle(result.path, result.captured, known.versions):
        if article.article in known.erased:
            articles["items_erased"] += 1
            continue
        before = known.versions.get(article.article)
        if before and before[0] == article.content_sha256:
            articles["items_unchanged"] += 1
            continue
        articles["new_versions" if before else "new_articles"] += 1
        batch.captured.append((article, result.path, result.sha256))
        batch.bytes += len(article.content)
    for rejection in result.rejected:
        reasons[rejection.reason] += 1
        batch.rejected.append((rejection, result.path, result.sha256))


def _commit(
    batch: _Batch,
    log: EventLog,
    known: KnownCaptures,
    contents: set[str],
    run_id: str,
    clock: Callable[[], datetime],
    events: int,
) -> tuple[int, int]:
    appended = log.append(
        [captured_events(batch.captured, known.versions, contents), rejected_events(batch.rejected, known.recorded)],
        actor=ACTOR,
        run_id=run_id,
        recorded_at=clock(),
        seen=known.position,
    )
    return events + appended.events, appended.head
