"""Readers who query the published file without pause while it is refreshed see whole versions, and no error."""

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import Desk, Telling, small_reference
from reading import Counts, Sights, counts_of, read
from thorough import usually

from pipelines.eventlog import EventLog
from pipelines.load.publish import Files, candidate, load, publish

READERS = usually(4, thorough=8)
REFRESHES = usually(8, thorough=12)
SPAWN = multiprocessing.get_context("spawn")


def _tell(desk: Desk, number: int) -> None:
    article = f"{number}.txt"
    telling = Telling(article, desk.capture(article))
    keys = [f"c{case}" for case in range(number % 3 + 1)]
    reports = (
        report
        for ordinal, key in enumerate(keys, 1)
        for report in (
            telling.case(key),
            telling.region(key),
            telling.linked(key, case_id=f"{number} {key}"),
            telling.figure(ordinal, case_key=key),
        )
    )
    desk.tell(telling, *reports)


@pytest.mark.slow
def test_readers_see_published_versions_and_nothing_else(tmp_path: Path) -> None:
    files, log, reference = Files(tmp_path), EventLog(str(tmp_path / "log")), small_reference()
    log.create()
    desk = Desk(log)
    published: set[Counts] = set()

    def refresh(number: int) -> None:
        _tell(desk, number)
        load(files, log, reference)
        published.update(counts_of(str(candidate(files))))
        publish(files, candidate(files))

    def refreshes() -> None:
        for number in range(1, REFRESHES + 1):
            refresh(number)

    refresh(0)
    seen = _while_read(files.published, refreshes)
    assert [sight for sights in seen for sight in sights if isinstance(sight, str)] == []
    assert [sight for sights in seen for sight in sights if sight not in published] == []
    assert len(published) == REFRESHES + 1
    assert len({sight for sights in seen for sight in sights}) > REFRESHES // 2, "they read while it was refreshed"


def _while_read(path: Path, work: Callable[[], None]) -> list[list[Counts | str]]:
    """Do the work while readers read; what each of them saw."""
    over = SPAWN.Event()
    started = [SPAWN.Event() for _ in range(READERS)]
    queues: list[Sights] = [SPAWN.SimpleQueue() for _ in range(READERS)]
    for began, queue in zip(started, queues, strict=True):
        SPAWN.Process(target=read, args=(str(path), began, over, queue), daemon=True).start()
    try:
        assert all(began.wait(120) for began in started)
        work()
    finally:
        over.set()
    return [list(_received(queue)) for queue in queues]


def _received(queue: Sights) -> Iterator[Counts | str]:
    while (sight := queue.get()) is not None:
        yield sight
