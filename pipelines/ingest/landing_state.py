"""What the landing folder looks like from outside, without reading a file: the same digest, nothing new to capture.

The sensor asks it, and whoever wants to know whether anything changed since the last refresh. A changed file has another
time of its directory entry (ctime), which no program can set; that of a network's file system may be told a minute late.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest.discovery import find_files
from pipelines.ingest.landing import mapping_beside
from pipelines.model.ids import stable_id

_Stamp = tuple[bytes, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class LandingState:
    """A digest of names, sizes and times; when an entry changed last, by the file system's clock, in ns since 1970."""

    digest: str
    changed_ns: int


def landing_state(landing: Path) -> LandingState:
    """The state of the files below `landing` and of their mappings. UsageError where there is no such folder."""
    stamps = [_stamp(path) for file in find_files(landing) for path in _read(file.path)]
    changed_ns = max((changed for *_, changed in stamps), default=0)
    return LandingState(stable_id(*(part for stamp in stamps for part in stamp)), changed_ns)


def _read(path: Path) -> Iterator[Path]:
    """What the reading of a file rests on."""
    yield path
    if mapping := mapping_beside(path):
        yield mapping


def _stamp(path: Path) -> _Stamp:
    """Beside size and time of writing that of the entry itself: who copies with times kept cannot set it."""
    name = os.fsencode(path)  # names need not be text
    try:
        status = path.stat()
    except OSError:
        return name, -1, -1, -1, -1, -1
    return name, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
