"""From captures in the log to the tables of one refresh: what has been captured and not yet been coded.

The window starts after the checkpoint of the step that accepts (`ACCEPT_STEP`): a row is pending until the commit that
holds its verdict. Of several versions of an article in the window the last is coded, and none if it was withdrawn since;
the others were never believed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import Pending, captures_at, read_captures
from pipelines.eventlog.subscription import Subscription, Window
from pipelines.normalize import ACCEPT_STEP
from pipelines.normalize.tables.build import frames
from pipelines.normalize.tables.coded import CodedArticle
from pipelines.normalize.tables.many import read_articles

READING_MARK = "+"  # between a version of the rules and the number of a reading by them


def code_pending(
    log: EventLog,
    upto: int,
    on_total: Callable[[int], None] = lambda _: None,
    on_article: Callable[[CodedArticle], None] = lambda _: None,
    workers: int = 1,
) -> Mapping[str, pl.DataFrame]:
    """The tables of all articles captured since the last accepted ones.

    For progress, `on_total` is told how many there are and `on_article` of each. `workers`: as `read_articles`.
    """
    window = Subscription(log, ACCEPT_STEP).pending(upto)
    pending = _latest_versions(read_captures(window), withdrawals(window))
    on_total(len(pending))
    return frames(_told(read_articles(pending, workers), on_article))


def code_again(
    log: EventLog,
    positions: Sequence[int],
    nth: int | None = None,
    on_article: Callable[[CodedArticle], None] = lambda _: None,
    workers: int = 1,
) -> Mapping[str, pl.DataFrame]:
    """The tables of the articles captured at these positions, as they are read now. `on_article` is told of each.

    `nth` tells the reading apart from earlier ones by the same rules: ids of codings and reports rest on the version.
    """
    coded = _told(read_articles(captures_at(log, positions), workers), on_article)
    return frames(coded if nth is None else (_as_reading(row, nth) for row in coded))


def _as_reading(row: CodedArticle, nth: int) -> CodedArticle:
    version = f"{row.coding.coder_version}{READING_MARK}{nth}"
    return replace(row, coding=replace(row.coding, coder_version=version))


def withdrawals(window: Window) -> Mapping[str, int]:
    """Article → position of its last withdrawal in the window."""
    events = pl.DataFrame(window.scan(["position", "stream"], ["article_withdrawn"]).read_all())
    return {stream.removeprefix("article/"): position for position, stream in events.sort("position").iter_rows()}


def _latest_versions(captures: Iterable[Pending], withdrawals: Mapping[str, int]) -> list[Pending]:
    latest = {pending.capture.article: pending for pending in captures}
    believed = (one for one in latest.values() if one.position > withdrawals.get(one.capture.article, 0))
    return sorted(believed, key=lambda pending: pending.position)


def _told(rows: Iterable[CodedArticle], on_article: Callable[[CodedArticle], None]) -> Iterator[CodedArticle]:
    for row in rows:
        on_article(row)
        yield row
