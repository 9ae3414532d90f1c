"""Every flipped bit of a log's files is found by `verify`, or shown to change nothing that anybody can read."""

import random
from pathlib import Path

import pytest
from small_logs import log, pristine

from pipelines.errors import CasebookError
from pipelines.eventlog import EventLog
from pipelines.eventlog.apart import Verifier
from pipelines.eventlog.schema import EVENT_TYPES, LOG_SCHEMA
from pipelines.eventlog.verify import verify

__all__ = ["log", "pristine"]

FLIPS = 500


def _files(log: EventLog) -> list[Path]:
    return sorted(path for path in Path(log.uri).rglob("*") if path.is_file())


def _readable(log: EventLog) -> tuple[object, ...]:
    """All that readers can get: events, also by type and by stretch, the head, its root and the step's mark."""
    names = LOG_SCHEMA.names
    events = sorted(log.scan(names).read_all().to_pylist(), key=lambda event: event["position"])
    by_type = [_positions(log, types=[name]) for name in EVENT_TYPES]
    by_start = [_positions(log, after=event["position"] - 1, upto=event["position"]) for event in events[::5]]
    return events, by_type, by_start, log.head(), log.root_at(log.head()), log.checkpoint("accept")


def _positions(log: EventLog, **asked: object) -> list[int]:
    return sorted(log.scan(["position"], **asked).read_all().column("position").to_pylist())  # type: ignore[arg-type]


@pytest.mark.slow
def test_every_flipped_bit_is_found_or_without_effect(log: EventLog) -> None:
    """500 single bits anywhere in data, metadata and the note of the head."""
    whole = _readable(log)
    assert not verify(log, deep=True).findings
    dice = random.Random(20_241_127)
    files = _files(log)
    sizes = [path.stat().st_size for path in files]
    silent, found = [], 0
    with Verifier() as verifier:
        for _ in range(FLIPS):
            path = dice.choices(files, sizes)[0]
            bit = dice.randrange(path.stat().st_size * 8)
            with _Flipped(path, bit):
                if verifier.verify(log, deep=True).findings:
                    found += 1
                elif not _same(log, whole):
                    silent.append((path.name, bit))
    assert not silent
    assert found > FLIPS // 2


def _same(log: EventLog, whole: tuple[object, ...]) -> bool:
    try:
        return _readable(log) == whole
    except CasebookError:
        return False


class _Flipped:
    """One bit of a file is the other way round, as long as the block lasts."""

    def __init__(self, path: Path, bit: int) -> None:
        self.path, self.bit, self.before = path, bit, path.read_bytes()

    def __enter__(self) -> None:
        damaged = bytearray(self.before)
        damaged[self.bit // 8] ^= 1 << (self.bit % 8)
        self.path.write_bytes(damaged)

    def __exit__(self, *_: object) -> None:
        self.path.write_bytes(self.before)
