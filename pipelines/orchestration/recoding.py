"""Reading articles again by the present rules: which ones, and the events of it. The command line and the assets both come here.

What is read again is decided by the tables alone: an article that the present rules read last is left out, so a reading
that was stopped half way goes on where it was.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.correct.changes import Changes
from pipelines.errors import UsageError
from pipelines.eventlog import NewEvents
from pipelines.load.lookup import Lookup, Outdated, Row
from pipelines.orchestration.planning import Desk, Making
from pipelines.progress import Progress

if TYPE_CHECKING:
    import polars as pl

    from pipelines.correct.rows import RowCorrection

ACTOR = "validate"  # what is appended is what validation accepted


@dataclass(frozen=True, slots=True)
class Rereading:
    """How articles are read again: verdicts are kept below `stage`, `workers` as in `normalize.tables.many`."""

    stage: Path
    run_id: str
    workers: int = 1
    progress: Progress = field(default_factory=Progress)


def outdated_articles(lookup: Lookup, month: str | None = None, articles: Sequence[str] = ()) -> list[Outdated]:
    """Current articles that other rules than today's read last: those of a month, or of these names, or all."""
    from pipelines.normalize.extraction.version import CODER, coder_version

    return lookup.outdated_articles(CODER, coder_version(), month, articles)


def outdated_by_month(lookup: Lookup) -> dict[str, int]:
    """Month of publication → how many articles other rules read last; in order of time, those without a date at the end."""
    return dict(sorted(Counter(one.month for one in outdated_articles(lookup)).items()))


def making(
    how: Rereading,
    month: str | None = None,
    articles: Sequence[str] = (),
    on_found: Callable[[int], None] = lambda _: None,
) -> Making:
    """What makes the events of a new reading of `outdated_articles`; `on_found` is told how many there are."""

    def make(desk: Desk) -> list[NewEvents]:
        outdated = outdated_articles(desk.lookup, month, articles)
        on_found(len(outdated))
        # Rules that are taken back read what they have read before: that reading needs a number of its own.
        nth = desk.head if any(one.was_read for one in outdated) else None
        positions = [one.position for one in outdated]
        return recoded(desk, positions, how, nth) if outdated else []

    return make


def recoded(
    desk: Desk,
    positions: Sequence[int],
    how: Rereading,
    nth: int | None,
    corrections: Sequence["RowCorrection"] = (),
) -> list[NewEvents]:
    """The events of a new coding of these captures: what validation accepts, and what it keeps aside.

    `nth` tells it apart from earlier ones by the same rules. `corrections` of rows come on top of those that were made
    before; UsageError for one whose row is not read any more.
    """
    from pipelines.load.reports import report_lookup
    from pipelines.normalize.tables.linking import link_reports
    from pipelines.normalize.tables.pending import code_captures
    from pipelines.orchestration.known_reports import ServedReports
    from pipelines.orchestration.verdict_store import verdicts_on
    from pipelines.validate.acceptance import verdict_events

    how.progress.stage("normalize", len(positions))
    frames = dict(
        code_captures(desk.log, positions, nth, lambda row: how.progress.advance(row.article), workers=how.workers)
    )
    how.progress.stage("validate")
    frames = _corrected(frames, desk, positions, corrections)
    with report_lookup(desk.projection) as lookup:
        frames["case_links"] = link_reports(frames, ServedReports(lookup))
    return verdict_events(verdicts_on(frames, how.stage / "recode"), how.run_id)


def _corrected(
    frames: dict[str, "pl.DataFrame"], desk: Desk, positions: Sequence[int], more: Sequence["RowCorrection"]
) -> dict[str, "pl.DataFrame"]:
    """The tables with what people said of their rows, before and now."""
    from pipelines.correct.rows import RowCorrection, with_corrections

    earlier = [RowCorrection.of(row, _changes(row)) for row in desk.lookup.row_corrections(positions)]
    corrected, _ = with_corrections(frames, earlier)
    corrected, unfound = with_corrections(corrected, more)
    if unfound:
        raise UsageError(
            f"today's rules read no row at the words of {', '.join(map(str, unfound))}: release it without --set"
        )
    return corrected


def _changes(row: Row) -> Changes:
    names = row.keys() - {"position", "table_name", "row_json", "cleared"}
    values = {name: row[name] for name in sorted(names) if row[name] is not None}
    return Changes(values, tuple(row["cleared"]))  # type: ignore[arg-type] # the query has the columns
