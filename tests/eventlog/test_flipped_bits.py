"""Every flipped bit of a log's files is found by `verify`, or shown to change nothing that anybody can read."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders import Desk, Telling, notes
from thorough import usually

from pipelines.errors import CasebookError
from pipelines.eventlog import EventLog, StepMark
from pipelines.eventlog.apart import Verifier
from pipelines.eventlog.schema import LOG_SCHEMA
from pipelines.eventlog.verify import verify

FLIPS = usually(70, thorough=500)
TEXT_BYTES = 600_000  # of an article: what a log is full of, and not only the headers of its files
LEAST_OF_A_KIND = 12  # flips in files of a kind so small that hardly one of the others hits them

# Of which kinds a log's files are, each with a pattern of their names.
KINDS = {
    "data file": "part-*.parquet",
    "checkpoint": "_delta_log/*.checkpoint.parquet",
    "pointer to the checkpoint": "_delta_log/_last_checkpoint",
    "commit": "_delta_log/*.json",
    "note of the head": "_head.json",
}


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    """Few files, of every kind: commits before a checkpoint and after it, a data file that unites others, and later ones.

    A verification opens every data file some forty times: twelve of them would show nothing more and take twice as long.
    """
    log = EventLog(str(tmp_path / "log"))
    log.create()
    desk = Desk(log)
    for article in ("a", "b"):
        text = random.Random(article).randbytes(TEXT_BYTES // 2).hex()
        position = desk.capture(article, text, scan_key="k")
        telling = Telling(article, position)
        desk.tell(telling, telling.case(), telling.linked(), telling.figure(1, 7), telling.figure(2, 77))
        if article == "a":
            mark = StepMark("accept", 0, position)
            log.append([notes(1)], actor="t", run_id="r", recorded_at=desk.now, mark=mark)
            log.compact(kept=timedelta(0))
    return log


def _files(log: EventLog) -> list[Path]:
    """In the order in which they were written: their names are random."""
    return sorted(
        (path for path in Path(log.uri).rglob("*") if path.is_file()), key=lambda path: path.stat().st_mtime_ns
    )


def _kind(log: EventLog, path: Path) -> str | None:
    name = path.relative_to(log.uri)
    return next((kind for kind, pattern in KINDS.items() if name.match(pattern)), None)


def _bits(log: EventLog) -> Iterator[tuple[Path, int]]:
    """Which bits are flipped: any of all files as likely as any other, then more of the kinds that were hardly hit."""
    dice = random.Random(20_241_127)
    files = [path for path in _files(log) if path.stat().st_size]
    sizes = [path.stat().st_size for path in files]
    drawn = dice.choices(files, sizes, k=FLIPS)
    hit = Counter(_kind(log, path) for path in drawn)
    for kind in KINDS:
        alike = [path for path in files if _kind(log, path) == kind]
        drawn += dice.choices(alike, k=max(0, LEAST_OF_A_KIND - hit[kind]))
    for path in drawn:
        yield path, dice.randrange(path.stat().st_size * 8)


# What the log's events are, and one that none is.
_TYPES = ("article_captured", "figure_reported", "batch_closed", "article_erased")


def _readable(log: EventLog) -> tuple[object, ...]:
    """All that readers can get: events, also by some types and stretches, the head, its root and the step's mark."""
    names = LOG_SCHEMA.names
    events = sorted(log.scan(names).read_all().to_pylist(), key=lambda event: event["position"])
    by_type = [_positions(log, types=[name]) for name in _TYPES]
    by_start = [_positions(log, after=event["position"] - 1, upto=event["position"]) for event in events[::5]]
    return events, by_type, by_start, log.head(), log.root_at(log.head()), log.checkpoint("accept")


def _positions(log: EventLog, **asked: object) -> list[int]:
    return sorted(log.scan(["position"], **asked).read_all().column("position").to_pylist())  # type: ignore[arg-type]


@pytest.mark.slow
def test_every_flipped_bit_is_found_or_without_effect(log: EventLog) -> None:
    """Hundreds of single bits anywhere in data, metadata and the note of the head."""
    whole = _readable(log)
    assert not verify(log, deep=True).findings
    assert {_kind(log, path) for path in _files(log) if path.stat().st_size} == set(KINDS)
    silent, found = [], 0
    with Verifier() as verifier:
        for path, bit in _bits(log):
            with _Flipped(path, bit):
                if verifier.verify(log, deep=True).findings:
                    found += 1
                elif not _same(log, whole):
                    silent.append((path.name, bit))
    assert not silent
    # The others hit statistics and names that nobody reads here.
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
