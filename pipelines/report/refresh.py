"""`casebook refresh` and `rebuild`: progress while the job runs, a summary at its end."""

import json
import time
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from pipelines.accounting import number
from pipelines.report.progress_bar import ProgressBar
from pipelines.report.terminal import console
from pipelines.settings import Settings
from pipelines.warehouse import Warehouse

if TYPE_CHECKING:
    from pipelines.orchestration.run import RunSummary


def run_refresh(settings: Settings, *, as_json: bool = False) -> None:
    """Run the refresh job and say what came of it, to a person or as one JSON object."""
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
    for asset, check in summary.checks_failed:
        out.print(f"check {check} on {asset} found rows to look at", style="yellow")
    out.print(f"Published: {summary.assets['published_warehouse']['path']}")


def _as_json(summary: "RunSummary") -> dict[str, object]:
    accounting = summary.accounting
    star, accepted = summary.assets["star_schema"], summary.assets["accepted_reports"]
    return {
        "run_id": summary.run_id,
        "inputs": asdict(accounting) | {"missing": accounting.missing} if accounting else None,
        "files": _counts(summary.assets["captured_articles"], "files_"),
        "rejected_by_reason": _counts(summary.assets["captured_articles"], "rejected_"),
        "rows_accepted": _counts(accepted, "accepted_"),
        "rows_quarantined": _counts(accepted, "quarantined_"),
        "log_head": accepted["log_head"],
        "published_position": star["position"],
        "is_changed": star["changed"],
        "checks_run": summary.checks_run,
        "checks_failed": [{"asset": asset, "check": check} for asset, check in summary.checks_failed],
        "published": summary.assets["published_warehouse"]["path"],
    }


def _counts(metadata: Mapping[str, object], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): number(metadata, key) for key in _keys(metadata, prefix)}


def run_rebuild(settings: Settings) -> None:
    """Run the rebuild job and say what came of it."""
    Warehouse.of(settings).require()
    summary, took = _run("rebuild", settings)
    star = summary.assets["star_schema"]
    out = console()
    out.print(f"Rebuilt from {star['events_projected']} events up to position {star['position']} ({took}).")
    out.print(f"Published: {summary.assets['published_warehouse']['path']}")


def run_load(settings: Settings) -> None:
    """Run the load job, which brings the tables forward to the log's head, and say what came of it."""
    summary, took = _run("load", settings)
    star = summary.assets["star_schema"]
    out = console()
    out.print(f"Tables brought forward to position {star['position']} ({took}).")
    out.print(f"Published: {summary.assets['published_warehouse']['path']}")


def _run(job: str, settings: Settings) -> tuple["RunSummary", str]:
    """The run's summary, and in words how long it took."""
    screen = Console(stderr=True)
    # Also before Dagster is loaded, which takes a second: who is refused need not wait for that.
    Warehouse.of(settings).ready(settings.lock_wait_seconds, ProgressBar(screen).waiting)
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
