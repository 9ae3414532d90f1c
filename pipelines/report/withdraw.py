"""`casebook withdraw`: take an article out of what is believed, with a reason and an author."""

from datetime import UTC, datetime
from getpass import getuser

from pipelines.ingest.withdrawing import withdraw
from pipelines.model.ids import stable_id
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse


def run_withdraw(settings: Settings, article: str, reason: str) -> None:
    """Append the withdrawal and say what to do next."""
    warehouse = Warehouse(settings.warehouse)
    warehouse.require()
    now = datetime.now(UTC)
    with warehouse.writing(settings.lock_wait_seconds):
        appended = withdraw(
            warehouse.log,
            article,
            reason=reason,
            author=f"person:{getuser()}",
            run_id=stable_id("withdraw", article, now),
            recorded_at=now,
        )
    if appended.events:
        console().print(f"Withdrawn: {article}. `casebook refresh` takes it out of the published tables.")
    else:
        console().print(f"{article} is withdrawn already.")
