"""What tests run on a small disk of their own: a program, started there with the folder of the disk.

Every size of what is left is tried: whoever runs out of room first says so, nothing that was recorded is lost, and with
room again the next load completes. Ends with a traceback where that does not hold, else prints who ran out.
"""

import os
import sys
from pathlib import Path

from builders import Desk, Telling, small_reference

from pipelines.disk_trouble import disk_trouble
from pipelines.eventlog import EventLog
from pipelines.load.projection import read_state
from pipelines.load.publish import Files, candidate, load, publish

_LEFT_KB = (0, 8, *range(24, 120, 12), *range(400, 3200, 400))


def _free_kb(disk: Path) -> int:
    status = os.statvfs(disk)
    return status.f_bavail * status.f_frsize // 1024


def _fill(disk: Path, left_kb: int) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, (_free_kb(disk) - left_kb) * 1024)
    return ballast


def _tell(log: EventLog, number: int) -> None:
    desk, article = Desk(log), f"{number}.txt"
    telling = Telling(article, desk.capture(article))
    desk.tell(telling, telling.case(), telling.linked(case_id=article), telling.figure())


def _load(folder: Path, log: EventLog) -> None:
    files = Files(folder)
    load(files, log, small_reference())
    publish(files, candidate(files))


def _positions(log: EventLog) -> list[int]:
    return sorted(log.scan(["position"]).read_all().column("position").to_pylist())


def _refused(disk: Path, left_kb: int, folder: Path, log: EventLog) -> str:
    """Who ran out of room with so much left; empty where it was enough."""
    ballast = _fill(disk, left_kb)
    doing = "append"
    try:
        _tell(log, left_kb)
        doing = "load"
        _load(folder, log)
    except Exception as error:
        trouble = disk_trouble(error)
        if trouble is None:
            raise
        assert str(trouble).startswith("the disk is full; nothing that was recorded is lost")
        return f"{doing}: {type(error).__name__}"
    finally:
        ballast.unlink()
    return ""


def main(disk: Path) -> None:
    """See the module."""
    folder = disk / "warehouse"
    log = EventLog(str(folder / "log"))
    log.create()
    _tell(log, -1)
    _load(folder, log)
    for left_kb in _LEFT_KB:
        before = log.head()
        refused = _refused(disk, left_kb, folder, log)
        positions = _positions(log)
        assert positions == list(range(1, len(positions) + 1))
        assert len(positions) >= before
        _load(folder, log)
        state = read_state(Files(folder).published)
        assert state is not None
        assert state.position == log.head() == len(positions)
        assert not [*folder.rglob("*.writing"), *folder.glob(".*.next")]
        print(left_kb, refused)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
