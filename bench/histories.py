"""Jobs that make warehouses without reading articles: made-up events, marked as accepted and published, and Dagster's files."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.logs import ACTOR, Maker, grow
from bench.measure import Told
from pipelines.eventlog import EventLog, StepMark
from pipelines.load.gate import check_and_approve
from pipelines.load.publish import Files, load, publish
from pipelines.normalize import ACCEPT_STEP
from pipelines.orchestration.instance import opened, prepare_instance
from pipelines.orchestration.reference import reference
from pipelines.warehouse import Warehouse

COMMIT_ARTICLES = 10_000  # what a run takes
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def dagsters_files(warehouse: str) -> Told:
    """What the first refresh of a warehouse makes for Dagster, and no run."""
    home = Warehouse(Path(warehouse)).dagster_home
    home.mkdir(parents=True)
    prepare_instance(home)
    os.environ["DAGSTER_HOME"] = str(home)
    with opened(home):
        return {}


def history(warehouse: str, articles: int) -> Told:
    """A warehouse of `articles` made-up articles, all accepted and published. Tells the log's `head`."""
    folder = Path(warehouse)
    log = EventLog(str(folder / "log"))
    log.create()
    head = grow(log, Maker(reference().tables["regions"]), 0, articles, a_commit=COMMIT_ARTICLES)
    mark = StepMark(ACCEPT_STEP, before=0, after=head)
    head = log.append([], actor=ACTOR, run_id=ACTOR, recorded_at=NOW, mark=mark, seen=head).head
    _publish(folder, log)
    head = log.append(
        [], actor=ACTOR, run_id=ACTOR, recorded_at=NOW, mark=replace(mark, before=head - 1, after=head)
    ).head
    _publish(folder, log)  # so that the second projection file is there too
    return {"head": [head]}


def _publish(folder: Path, log: EventLog) -> None:
    files = Files(folder)
    loaded = load(files, log, reference())
    check_and_approve(files, loaded.path)
    publish(files, loaded.path)
