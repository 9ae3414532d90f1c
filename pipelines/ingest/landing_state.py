"""What the landing folder looks like from outside, without reading a file: the same digest, nothing new to capture.

The sensor asks it, and whoever wants to know whether anything changed since the last refresh.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.file_stamps import stamp_of
from pipelines.ingest.discovery import find_files
from pipelines.ingest.landing import mapping_beside
from pipelines.model.ids import stable_id


@dataclass(frozen=True, slots=True)
class LandingState:
    """A digest of names, sizes and times; when an entry changed last, by the file system's clock, in ns since 1970."""

    digest: str
    changed_ns: int


def landing_state(landing: Path) -> LandingState:
    """The state of the files below `landing` and of their mappings. UsageError where there is no such folder."""
    stamps = [stamp_of(path) for file in find_files(landing) for path in _read(file.path)]
    changed_ns = max((changed for *_, changed in stamps), default=0)
    return LandingState(stable_id(*(part for stamp in stamps for part in stamp)), changed_ns)


def _read(path: Path) -> Iterator[Path]:
    """What the reading of a file rests on."""
    yield path
    if mapping := mapping_beside(path):
        yield mapping
