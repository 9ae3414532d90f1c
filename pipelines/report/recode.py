"""`casebook recode`: articles that other rules read are read by those of today, by way of a plan."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console

from pipelines.correct.changes import Changes
from pipelines.errors import UsageError
from pipelines.eventlog import NewEvents
from pipelines.eventlog.batch import Origin
from pipelines.load.lookup import Row
from pipelines.model.ids import stable_id
from pipelines.report.agreement import Consent, Desk, run_planned
from pipelines.report.progress_bar import ProgressBar
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

if TYPE_CHECKING:
    import polars as pl

    from pipelines.correct.rows import RowCorrection


def run_recode(settings: Settings, articles: Sequence[str], month: str | None, consent: Consent) -> None:
    """Show what the present rules read differently and, if that is wanted, record it, with all that validation says.

    Of current articles that another version of the rules read last: those of these names, or published in a month, or all.
    """
    if month is not None:
        _require_month(month)
    consent.require()
    Warehouse.of(settings).require()
    now = datetime.now(UTC)
    run_id = stable_id("recode", now)

    def make(desk: Desk) -> list[NewEvents]:
        from pipelines.normalize.extraction.version import CODER, coder_version

        outdated = desk.lookup.outdated_articles(CODER, coder_version(), month, articles)
        console().print(f"{len(outdated)} articles were last read by other rules than {CODER} {coder_version()}.")
        # Rules that are taken back read what they have read before: that reading needs a number of its own.
        nth = desk.head if any(outdated.values()) else None
        return recoded(desk, list(outdated), settings, run_id, nth) if outdated else []

    run_planned(settings, Origin("validate", run_id, now), make, consent)


def recoded(
    desk: Desk,
    positions: Sequence[int],
    settings: Settings,
    run_id: str,
    nth: int | None = None,
    corrections: Sequence["RowCorrection"] = (),
) -> list[NewEvents]:
    """The events of a new coding of these captures: what validation accepts, and what it keeps aside.

    `nth` tells it apart from earlier ones by the same rules. `corrections` of rows come on top of those that were made
    before; UsageError for one whose row is not read any more.
    """
    from pipelines.load.reports import report_lookup
    from pipelines.normalize.tables.linking import link_reports
    from pipelines.normalize.tables.pending import code_again
    from pipelines.orchestration.known_reports import ServedReports
    from pipelines.orchestration.verdict_store import verdicts_on
    from pipelines.validate.acceptance import verdict_events

    with ProgressBar(Console(stderr=True)) as bar:
        bar.stage("normalize", len(positions))
        frames = dict(
            code_again(desk.log, positions, nth, lambda row: bar.advance(row.article), workers=settings.workers)
        )
        bar.stage("validate")
        frames = _corrected(frames, desk, positions, corrections)
        with report_lookup(desk.projection) as lookup:
            frames["case_links"] = link_reports(frames, ServedReports(lookup))
        verdicts = verdicts_on(frames, Warehouse.of(settings).stage / "recode")
    return verdict_events(verdicts, run_id)


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


def _require_month(month: str) -> None:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
        raise UsageError(f"{month!r} is no month such as 2026-05")
