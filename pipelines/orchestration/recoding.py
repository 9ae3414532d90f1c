"""Reading articles again by the present rules: which ones, and the events of it. The command line and the assets both come here.

What is read again is decided by the tables alone: an article that the present rules read last is left out, so a reading
that was stopped half way goes on where it was.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from pipelines.eventlog import NewEvents
from pipelines.load.lookup import Lookup, Outdated
from pipelines.orchestration.planning import Desk, Making
from pipelines.progress import Progress

ACTOR = "validate"  # what is appended is what validation accepted


def outdated_articles(lookup: Lookup, month: str | None = None, articles: Sequence[str] = ()) -> list[Outdated]:
    """Current articles that other rules than today's read last: those of a month, or of these names, or all."""
    from pipelines.normalize.extraction.version import CODER, coder_version

    return lookup.outdated_articles(CODER, coder_version(), month, articles)


def outdated_by_month(lookup: Lookup) -> dict[str, int]:
    """Month of publication → how many articles other rules read last; in order of time, those without a date at the end."""
    return dict(sorted(Counter(one.month for one in outdated_articles(lookup)).items()))


def making(
    stage: Path,
    run_id: str,
    month: str | None = None,
    articles: Sequence[str] = (),
    progress: Progress | None = None,
    on_found: Callable[[int], None] = lambda _: None,
) -> Making:
    """What makes the events of a new reading of `outdated_articles`; `on_found` is told how many there are."""

    def make(desk: Desk) -> list[NewEvents]:
        outdated = outdated_articles(desk.lookup, month, articles)
        on_found(len(outdated))
        # Rules that are taken back read what they have read before: that reading needs a number of its own.
        nth = desk.head if any(one.was_read for one in outdated) else None
        positions = [one.position for one in outdated]
        return recoded(desk, positions, stage, run_id, nth, progress or Progress()) if outdated else []

    return make


def recoded(
    desk: Desk, positions: Sequence[int], stage: Path, run_id: str, nth: int | None, progress: Progress
) -> list[NewEvents]:
    """The events of a new coding of these captures: what validation accepts, and what it keeps aside.

    `nth` tells it apart from earlier ones by the same rules. Verdicts are kept below `stage`.
    """
    from pipelines.load.reports import report_lookup
    from pipelines.normalize.tables.linking import link_reports
    from pipelines.normalize.tables.pending import code_again
    from pipelines.orchestration.known_reports import ServedReports
    from pipelines.orchestration.verdict_store import verdicts_on
    from pipelines.validate.acceptance import verdict_events

    progress.stage("normalize", len(positions))
    frames = dict(code_again(desk.log, positions, nth, on_article=lambda row: progress.advance(row.article)))
    progress.stage("validate")
    with report_lookup(desk.projection) as lookup:
        frames["case_links"] = link_reports(frames, ServedReports(lookup))
    return verdict_events(verdicts_on(frames, stage / "recode"), run_id)
