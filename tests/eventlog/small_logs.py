"""A small log for tests that damage it, and a copy of it for each test. Import both fixtures."""

import shutil
from pathlib import Path

import pytest
from builders import Desk, Telling, notes

from pipelines.eventlog import EventLog, StepMark

__all__ = ["log", "pristine"]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of twelve commits, so that Delta wrote a checkpoint and commits after it."""
    folder = tmp_path_factory.mktemp("log")
    log = EventLog(str(folder / "log"))
    log.create()
    desk = Desk(log)
    for number, article in enumerate(("a", "b", "c"), 1):
        position = desk.capture(article, f"text of {article} " * 20)
        telling = Telling(article, position, version=f"text of {article} " * 20)
        desk.tell(telling, telling.case(), telling.linked(), telling.figure(1, number), telling.figure(2, 70 + number))
        mark = StepMark("accept", log.checkpoint("accept"), position)
        log.append([notes(number)], actor="t", run_id="r", recorded_at=desk.now, mark=mark)
        desk.commit(notes(number + 100))
    return folder / "log"


@pytest.fixture
def log(pristine: Path, tmp_path: Path) -> EventLog:
    """A copy to be damaged."""
    shutil.copytree(pristine, tmp_path / "log")
    return EventLog(str(tmp_path / "log"))
