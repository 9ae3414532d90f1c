"""`casebook refresh` and `rebuild`: progress while the job runs, a summary at its end."""

import json
import logging
import time
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from pipelines.accounting import NOTHING, number
from pipelines.last_refresh import LastRefresh, unchanged_since
from pipelines.report.progress_bar import ProgressBar
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.status import Checks
from pipelines.warehouse import Warehouse

if TYPE_CHECKING:
    from pipelines.orchestration.run import RunSummary

_logger = logging.getLogger(__name__)


def run_refresh(settings: Settings, *, full: bool = False, as_json: bool = False) -> None:
    """Run the refresh job and say what came of it, to a person or as one JSON object.

    Unless it is to be run in `full`, it is not where nothing has changed since the last one: that is said then.
    """
    warehouse = Warehouse.of(settings)
    _ready(settings)
    unchanged = None if full else unchanged_since(warehouse, settings.raw, settings.max_article_bytes)
    if unchanged is not None:
        _tell_unchanged(warehouse, *unchanged, as_json=as_json)
        return
    summary, took = _run("refresh", settings)
    if as_json:
        print(json.dumps(_as_json(summary), ensure_ascii=False))
        return
    out = console()
    ingest = summary.assets["captured_articles"]
    accepted = summary.assets["accepted_reports"]
    star = summary.assets["star_schema"]
    appended = number(ingest, "events_appended") + number(accepted, "events_appended")
    if appended == 0 and not star["changed"]:
        out.print(f"Nothing new: 0 events appended, nothing changed ({took}).")
    else:
        out.print(_table(summary.assets))
        out.print(f"{appended} events appended, log head {accepted['log_head']} ({took}).")
        how = "built anew from" if star["rebuilt"] else "brought forward by"
        out.print(f"Star schema {how} {star['events_projected']} events to position {star['position']}.")
    _tell_end(out, summary.checks_failed, summary.assets["published_warehouse"]["path"])


def _tell_unchanged(warehouse: Warehouse, last: LastRefresh, failed: Checks, *, as_json: bool) -> None:
    """What a refresh says that finds nothing new, and what the checks of the last one found."""
    published = warehouse.files.published
    _logger.info("nothing has changed since the last refresh", extra={"run_id": last.run_id, "log_head": last.log_head})
    if as_json:
        print(json.dumps(_unchanged_as_json(last, failed, published), ensure_ascii=False))
        return
    ended = datetime.fromtimestamp(last.ended_at, UTC)
    out = console()
    out.print(f"Nothing new: nothing has changed since the refresh that ended at {ended:%F %T} UTC.")
    _tell_end(out, failed, published)


def _tell_end(out: Console, failed: Iterable[tuple[str, str]], published: object) -> None:
    for asset, check in failed:
        out.print(f"check {check} on {asset} found rows to look at", style="yellow")
    out.print(f"Published: {published}")


def _named(failed: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"asset": asset, "check": check} for asset, check in failed]


def _as_json(summary: "RunSummary") -> dict[str, object]:
    accounting = summary.accounting
    star, accepted = summary.assets["star_schema"], summary.assets["accepted_reports"]
    return {
        "run_id": summary.run_id,
        "is_run": True,
        "inputs": asdict(accounting) | {"missing": accounting.missing} if accounting else None,
        "files": _counts(summary.assets["captured_articles"], "files_"),
        "rejected_by_reason": _counts(summary.assets["captured_articles"], "rejected_"),
        "rows_accepted": _counts(accepted, "accepted_"),
        "rows_quarantined": _counts(accepted, "quarantined_"),
        "log_head": accepted["log_head"],
        "published_position": star["position"],
        "is_changed": star["changed"],
        "checks_run": summary.checks_run,
        "checks_failed": _named(summary.checks_failed),
        "published": summary.assets["published_warehouse"]["path"],
    }


def _unchanged_as_json(last: LastRefresh, failed: Checks, published: Path) -> dict[str, object]:
    """The same keys for a refresh that was not run."""
    return {
        "run_id": last.run_id,
        "is_run": False,
        "inputs": asdict(NOTHING) | {"missing": NOTHING.missing},
        "files": {"seen": last.files_seen, "unchanged": last.files_seen},
        "rejected_by_reason": {},
        "rows_accepted": {},
        "rows_quarantined": {},
        "log_head": last.log_head,
        "published_position": last.log_head,
        "is_changed": False,
        "checks_run": 0,
        "checks_failed": _named(failed),
        "published": str(published),
    }


def _counts(metadata: Mapping[str, object], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): number(metadata, key) for key in _keys(metadata, prefix)}


def run_rebuild(settings: Settings) -> None:
    """Run the rebuild job and say what came of it."""
    Warehouse.of(settings).require()
    _ready(settings)
    summary, took = _run("rebuild", settings)
    star = summary.assets["star_schema"]
    out = console()
    out.print(f"Rebuilt from {star['events_projected']} events up to position {star['position']} ({took}).")
    out.print(f"Published: {summary.assets['published_warehouse']['path']}")


def run_load(settings: Settings) -> None:
    """Run the load job, which brings the tables forward to the log's head, and say what came of it."""
    _ready(settings)
    summary, took = _run("load", settings)
    star = summary.assets["star_schema"]
    out = console()
    out.print(f"Tables brought forward to position {star['position']} ({took}).")
    out.print(f"Published: {summary.assets['published_warehouse']['path']}")


def _ready(settings: Settings) -> None:
    """Wait for whoever writes. Before Dagster is loaded, which takes a second: who is refused need not wait for that."""
    Warehouse.of(settings).ready(settings.lock_wait_seconds, ProgressBar(Console(stderr=True)).waiting)


def _run(job: str, settings: Settings) -> tuple["RunSummary", str]:
    """The run's summary, and in words how long it took."""
    screen = Console(stderr=True)
    began = time.perf_counter()
    with screen.status("starting Dagster"), warnings.catch_warnings():
        # Dagster marks some of its stable-enough parts as preview; that is not the user's business.
        warnings.simplefilter("ignore")
        from pipelines.orchestration.run import run_job, run_refresh
    loaded = time.perf_counter()
    with ProgressBar(screen) as bar, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        summary = run_refresh(settings, bar) if job == "refresh" else run_job(job, settings, bar)
    return summary, f"{time.perf_counter() - began:.1f} s, {loaded - began:.1f} s of it to load Dagster"


def _table(assets: Mapping[str, Mapping[str, object]]) -> Table:
    ingest, accepted = assets["captured_articles"], assets["accepted_reports"]
    rows = [
        ("files seen", number(ingest, "files_seen")),
        ("  new", number(ingest, "files_new")),
        ("  changed", number(ingest, "files_changed")),
        ("  unchanged", number(ingest, "files_unchanged")),
        ("articles captured", number(ingest, "new_articles") + number(ingest, "new_versions")),
        ("  items as they were", number(ingest, "items_unchanged")),
        *((f"rejected: {key.removeprefix('rejected_')}", number(ingest, key)) for key in _keys(ingest, "rejected_")),
        *(
            (f"accepted: {key.removeprefix('accepted_')}", number(accepted, key))
            for key in _keys(accepted, "accepted_")
        ),
        *(
            (f"quarantined: {key.removeprefix('quarantined_')}", number(accepted, key))
            for key in _keys(accepted, "quarantined_")
        ),
    ]
    table = Table("", "count", show_header=False)
    for name, count in rows:
        table.add_row(name, str(count))
    return table


def _keys(metadata: Mapping[str, object], prefix: str) -> list[str]:
    return [key for key in metadata if key.startswith(prefix)]
