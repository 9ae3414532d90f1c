"""`casebook recode`: articles that other rules read are read by those of today, by way of a plan; all at once or by month."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from pipelines.errors import UsageError
from pipelines.eventlog import NewEvents
from pipelines.eventlog.batch import Origin
from pipelines.load.lookup import UNDATED, Lookup
from pipelines.load.plan import present
from pipelines.model.ids import stable_id
from pipelines.orchestration.planning import Desk
from pipelines.orchestration.recoding import ACTOR, Rereading, making, outdated_by_month
from pipelines.report.agreement import Consent, run_planned
from pipelines.report.progress_bar import ProgressBar
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

if TYPE_CHECKING:
    pass


def run_recode(settings: Settings, articles: Sequence[str], month: str | None, consent: Consent) -> None:
    """Show what the present rules read differently and, if that is wanted, record it, with all that validation says.

    Of current articles that another version of the rules read last: those of these names, or published in a month, or all.
    """
    if month is not None:
        _require_month(month)
    consent.require()
    warehouse = Warehouse.of(settings)
    warehouse.require()
    now = datetime.now(UTC)
    run_id = stable_id("recode", now)

    def told(found: int) -> None:
        from pipelines.normalize.extraction.version import CODER, coder_version

        console().print(f"{found} articles were last read by other rules than {CODER} {coder_version()}.")

    def make(desk: Desk) -> list[NewEvents]:
        with ProgressBar(Console(stderr=True)) as bar:
            return making(Rereading(warehouse.stage, run_id, settings.workers, bar), month, articles, told)(desk)

    run_planned(settings, Origin(ACTOR, run_id, now), make, consent)


def run_recode_by_month(settings: Settings, consent: Consent) -> None:
    """`run_recode` for one month of publication after the other. What is recorded stays where it is stopped; the next goes on."""
    consent.require()
    months = _outdated_months(settings)
    table = Table("published in", "to be read again")
    for month, articles in months.items():
        table.add_row(month, str(articles))
    console().print(table if months else "Nothing is to be read again.")
    for number, month in enumerate(months, start=1):
        console().print(f"{month}, {number} of {len(months)}")
        run_recode(settings, (), month, consent)


def _outdated_months(settings: Settings) -> dict[str, int]:
    from pipelines.orchestration.reference import reference

    warehouse = Warehouse.of(settings)
    warehouse.require()
    with (
        warehouse.writing(settings.lock_wait_seconds),
        present(warehouse.files, warehouse.log, reference()) as draft,
    ):
        return outdated_by_month(Lookup(draft.path))


def _require_month(month: str) -> None:
    if month != UNDATED and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
        raise UsageError(f"{month!r} is no month such as 2026-05, nor {UNDATED}")
