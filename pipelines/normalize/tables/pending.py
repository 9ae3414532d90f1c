"""From captures in the log to the tables of one refresh: what has been captured and not yet been coded.

The window starts after the checkpoint of the step that accepts (`ACCEPT_STEP`): a row is pending until the commit that
holds its verdict. Of several versions of an article in the window the last is coded, and none if it was withdrawn since;
the others were never believed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from pipelines.eventlog import EventLog
from pipelines.eventlog.captures import captures_at
from pipelines.eventlog.subscription import Subscription, Window
from pipelines.normalize import ACCEPT_STEP
from pipelines.normalize.tables.build import frames
from pipelines.normalize.tables.coded import CodedArticle
from pipelines.normalize.tables.many import read_articles

READING_MARK = "+"  # between a version of the rules and the number of a reading by them


def pending_captures(log: EventLog, upto: int) -> list[int]:
    """Positions of the articles captured since the last accepted ones, in order. No content is read."""
    window = Subscription(log, ACCEPT_STEP).pending(upto)
    captured = pl.DataFrame(window.scan(["position", "stream"], ["article_captured"]).read_all())
    latest = captured.group_by("stream").agg(pl.col("position").max())
    withdrawn = _withdrawn(window).select("stream", withdrawn_at="position")
    told = latest.join(withdrawn, on="stream", how="left")
    believed = told.filter(pl.col("position") > pl.col("withdrawn_at").fill_null(0))
    return believed["position"].sort().to_list()


def code_captures(
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


def withdrawals(window: Window) -> frozenset[str]:
    """The articles that were withdrawn in the window."""
    return frozenset(stream.removeprefix("article/") for stream in _withdrawn(window)["stream"])


def _withdrawn(window: Window) -> pl.DataFrame:
    """Columns stream, position: the last withdrawal of each article in the window."""
    events = pl.DataFrame(window.scan(["position", "stream"], ["article_withdrawn"]).read_all())
    return events.group_by("stream").agg(pl.col("position").max())


def _told(rows: Iterable[CodedArticle], on_article: Callable[[CodedArticle], None]) -> Iterator[CodedArticle]:
    for row in rows:
        on_article(row)
        yield row
