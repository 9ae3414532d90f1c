"""`casebook quarantine`: rows that validation kept aside, looked at, let before the gates again, or put away.

A release has the row's article read again and validated as any: a single row cannot be let in alone, since what rests on it was
kept aside with it, and expectations look at all rows of an article together. What fails still is in quarantine once more.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from pipelines.correct.changes import Codes, row_changes
from pipelines.correct.events import row_corrected, row_discarded, row_released
from pipelines.correct.rows import RowCorrection
from pipelines.errors import UsageError
from pipelines.eventlog import NewEvents
from pipelines.load.lookup import Lookup, Row
from pipelines.load.publish import published_or_error
from pipelines.model.ids import stable_id
from pipelines.orchestration.planning import Desk
from pipelines.orchestration.recoding import Rereading, recoded
from pipelines.report.agreement import Consent
from pipelines.report.correct import Word, run_correction
from pipelines.report.progress_bar import ProgressBar
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def list_quarantine(settings: Settings, *, as_json: bool) -> None:
    """Print the open items, oldest first: a table, or one JSON object a line."""
    rows = _published(settings).open_quarantine()
    if as_json:
        for row in rows:
            print(json.dumps(_as_json(row), ensure_ascii=False))
        return
    if not rows:
        console().print("Nothing is in quarantine.")
        return
    table = Table("position", "since", "table", "article", "caught by", "why")
    for row in rows:
        since = f"{row['quarantined_at']:%Y-%m-%d %H:%M}"
        caught = ", ".join(row["expectations"])  # type: ignore[arg-type] # a list of names
        table.add_row(
            str(row["position"]), since, str(row["table_name"]), str(row["article"]), caught, str(row["reason"])
        )
    console().print(table)
    console().print(f"{len(rows)} rows of {len({row['article'] for row in rows})} articles")


def show_quarantined(settings: Settings, position: int) -> None:
    """Print one open item with the row itself. UsageError where there is none at the position."""
    row = _one(_published(settings), position)
    out = console()
    for name in ("position", "quarantined_at", "table_name", "article", "row_key", "reason"):
        out.print(f"{name} = {row[name]}")
    out.print(f"expectations = {', '.join(row['expectations'])}")  # type: ignore[arg-type] # a list of names
    out.print(json.dumps(json.loads(str(row["row_json"] or "{}")), ensure_ascii=False, indent=2))


def _as_json(row: Row) -> Row:
    """The item as JSON values, the quarantined row as it was in `row`."""
    known = {name: row[name] for name in ("position", "table_name", "article", "row_key", "expectations", "reason")}
    since = row["quarantined_at"]
    return {
        **known,
        "quarantined_at": since.isoformat() if isinstance(since, datetime) else None,
        "row": json.loads(str(row["row_json"] or "null")),
    }


def run_release(
    settings: Settings,
    positions: Sequence[int],
    articles: Sequence[str],
    assignments: Sequence[str],
    word: Word,
    consent: Consent,
) -> None:
    """Read the articles of open items again and let what they give before the gates; all of them where none is named.

    With `assignments` (COLUMN=VALUE), the one row that is named is what they say.
    """
    if assignments and (len(positions) != 1 or articles):
        raise UsageError("--set says what one row is: name its position, and nothing else")
    run_id = stable_id("release", datetime.now(UTC))

    def make(desk: Desk, reason: str) -> list[NewEvents]:
        rows = _named(desk.lookup, positions, articles)
        keys = sorted({int(str(row["article_key"])) for row in rows if row["article_key"] is not None})
        said = [_correction(desk.lookup, row, assignments) for row in rows] if assignments else []
        released = [row_corrected(one, reason, desk.head) for one in said] or [
            row_released(int(str(row["position"])), reason, desk.head) for row in rows
        ]
        console().print(f"{len(rows)} rows of {len(keys)} articles are let before the gates again.")
        with ProgressBar(Console(stderr=True)) as bar:
            how = Rereading(Warehouse.of(settings).stage, run_id, settings.workers, bar)
            read = recoded(desk, keys, how, desk.head, said)
        kept = sum(events.rows.num_rows for events in read if events.type == "row_quarantined")
        if kept:
            console().print(f"{kept} rows of these articles do not pass: they stay in quarantine.")
        return [*released, *read]

    run_correction(settings, make, word, consent)


def _correction(lookup: Lookup, row: Row, assignments: Sequence[str]) -> RowCorrection:
    codes = Codes(**lookup.codes())  # type: ignore[arg-type] # the query has the columns
    return RowCorrection.of(row, row_changes(str(row["table_name"]), assignments, codes))


def run_discard(settings: Settings, positions: Sequence[int], word: Word, consent: Consent) -> None:
    """Say of open items that the tables lack nothing without them."""

    def make(desk: Desk, reason: str) -> list[NewEvents]:
        rows = _named(desk.lookup, positions, ())
        return [row_discarded(int(str(row["position"])), reason, desk.head) for row in rows]

    run_correction(settings, make, word, consent)


def _named(lookup: Lookup, positions: Sequence[int], articles: Sequence[str]) -> list[Row]:
    """The open items that are meant. UsageError for one that is not there, and where there is none at all."""
    for position in positions:
        _one(lookup, position)
    rows = lookup.open_quarantine(positions, articles)
    if not rows:
        raise UsageError("nothing of that is in quarantine")
    return rows


def _one(lookup: Lookup, position: int) -> Row:
    rows = lookup.open_quarantine([position])
    if not rows:
        raise UsageError(f"no open item of the quarantine is at position {position}; see `casebook quarantine list`")
    return rows[0]


def _published(settings: Settings) -> Lookup:
    return Lookup(published_or_error(Warehouse.of(settings).files))
