"""`casebook erase`: take all that is held of an article out of the log, the tables and the records of runs."""

import shutil
from datetime import UTC, datetime

from pipelines.errors import UsageError
from pipelines.eventlog.batch import Origin
from pipelines.eventlog.erasure import erase
from pipelines.load.publish import discard_standby
from pipelines.model.ids import stable_id
from pipelines.report.author import author_of
from pipelines.report.refresh import run_rebuild
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

NOT_REACHED = (
    "Not reached: files that `casebook rebuild --to` wrote before, and copies and backups that anybody made; "
    "deleting those is left to you, too."
)


def run_erase(settings: Settings, article: str, reason: str) -> None:
    """Empty the article's events, build the tables anew without them, forget what runs kept of it.

    Once more for an article that was erased already: then what an interrupted command left over is removed.
    """
    if not reason.strip():
        raise UsageError("--reason is empty: why content was erased is all that will be left of it")
    warehouse = Warehouse.of(settings)
    warehouse.require()
    with warehouse.writing():
        _empty(warehouse, article, reason.strip())
        # Frames of the last run, pages about them and previews of rows in the history of runs hold the article too.
        shutil.rmtree(warehouse.stage, ignore_errors=True)
        shutil.rmtree(warehouse.data_docs, ignore_errors=True)
        forget_runs(warehouse)
    run_rebuild(settings)
    with warehouse.writing():
        discard_standby(warehouse.files)
    console().print(
        f"{article} is gone from log, tables and history of runs. A file of it in {settings.raw} is not captured again; "
        "deleting that is left to you."
    )
    console().print(NOT_REACHED)


def forget_runs(warehouse: Warehouse) -> None:
    """Delete what Dagster keeps of past runs."""
    for part in ("history", "storage", "logs"):
        shutil.rmtree(warehouse.dagster_home / part, ignore_errors=True)


def _empty(warehouse: Warehouse, article: str, reason: str) -> None:
    now = datetime.now(UTC)
    origin = Origin(author_of(None), stable_id("erase", article, now), now)
    erased = erase(warehouse.log, article, reason, origin)
    if not erased.articles:
        console().print(f"{article} was erased from the log before.")
        return
    others = [name for name in erased.articles if name != article]
    also = f" The same bytes were captured as {', '.join(others)}, erased too." if others else ""
    console().print(f"{erased.events} events emptied, log head {erased.head}.{also}")
