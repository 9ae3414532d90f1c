"""Jobs that measure this project's own code, through the doors that the pipeline uses: the log, the load, publishing."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench.logs import ACTOR, EVENTS_OF_AN_ARTICLE, START, Maker, grow
from bench.measure import Told
from pipelines.eventlog import EventLog, NewEvents, StepMark
from pipelines.load.checks import failures
from pipelines.load.gate import check_and_approve
from pipelines.load.projection import bring_forward
from pipelines.load.publish import Files, load, publish
from pipelines.orchestration.reference import reference

STEP = "bench"


def append(log: str, events: int, batch: int) -> Told:
    """Append `events` events to a new log, `batch` in a commit. They are made before, commit by commit."""
    opened = EventLog(log)
    opened.create()
    maker = Maker(reference().tables["regions"])
    seconds, head = 0.0, 0
    for first, articles in _batches(events, batch):
        batches = _articles(maker, first, articles, head)
        at = START + timedelta(minutes=first)
        start = time.perf_counter()
        head = opened.append(batches, actor=ACTOR, run_id=ACTOR, recorded_at=at, seen=head).head
        seconds += time.perf_counter() - start
    return {"events_per_second": [events / seconds]}


def project(log: str, database: str, upto: int) -> Told:
    """Bring a projection forward to `upto`: from nothing, which is a rebuild, or from where it stands."""
    places = reference()
    start = time.perf_counter()
    done = bring_forward(Path(database), EventLog(log), places, upto=upto)
    seconds = time.perf_counter() - start
    return {"seconds": [seconds], "events": [done.events]}


def load_step(warehouse: str, checked: bool) -> Told:
    """Load what is new and publish it, as a refresh does; with the checks between, or without them as peers do it."""
    folder = Path(warehouse)
    files = Files(folder)
    loaded = load(files, EventLog(str(folder / "log")), reference())
    if checked and (failed := failures(check_and_approve(files, loaded.path))):
        raise AssertionError(f"the made-up log fails checks: {failed}")
    publish(files, loaded.path)
    return {"events": [loaded.events]}


def single_articles(warehouse: str, first: int, articles: int) -> Told:
    """Refresh once for each of `articles` articles; the first two bring both sides up and are not told."""
    folder = Path(warehouse)
    files, log, places = Files(folder), EventLog(str(folder / "log")), reference()
    maker = Maker(places.tables["regions"])
    projections, publications = [], []
    for number in range(articles + 2):
        grow(log, maker, first + number, 1, a_commit=1)
        start = time.perf_counter()
        loaded = load(files, log, places)
        projected = time.perf_counter()
        publish(files, loaded.path)
        published = time.perf_counter()
        projections.append(projected - start)
        publications.append(published - projected)
    return {"projection": projections[2:], "publish": publications[2:]}


def commits(log: str, count: int) -> Told:
    """Append one article's events with a step's mark, `count` times."""
    opened = EventLog(log)
    opened.create()
    maker = Maker(reference().tables["regions"])
    seconds, head = [], 0
    for number in range(count):
        batches = _articles(maker, number, 1, head)
        mark = StepMark(STEP, before=number, after=number + 1)
        at = START + timedelta(minutes=number)
        start = time.perf_counter()
        head = opened.append(batches, actor=ACTOR, run_id=ACTOR, recorded_at=at, mark=mark, seen=head).head
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds}


def _articles(maker: Maker, first: int, articles: int, head: int) -> list[NewEvents]:
    """All events of some articles for one commit, the captures first."""
    return [*maker.captured(first, articles), *maker.coded(first, articles, head + 1)]


def _batches(events: int, batch: int) -> Iterator[tuple[int, int]]:
    step = batch // EVENTS_OF_AN_ARTICLE
    end = events // EVENTS_OF_AN_ARTICLE
    for first in range(0, end, step):
        yield first, min(step, end - first)
