"""Ingest: the landing folder → captured articles and rejections.

What belongs here: finding files, decoding them, splitting containers into items. What does not: reading an article
(front matter, HTML, boilerplate: `pipelines.normalize.documents`) and recording it (`pipelines.eventlog`). Every file
has an answer; nothing is dropped without a reason and no input raises, but a landing folder that is not there.
"""

from pipelines.ingest.contents import read_file
from pipelines.ingest.discovery import LandingFile, find_files
from pipelines.ingest.landing import iter_landing, read_landing, scan
from pipelines.ingest.landing_state import LandingState, landing_state
from pipelines.ingest.results import FileContents, FileResult, FileStatus, Scan, ScanCounts, Tally

__all__ = [
    "FileContents",
    "FileResult",
    "FileStatus",
    "LandingFile",
    "LandingState",
    "Scan",
    "ScanCounts",
    "Tally",
    "find_files",
    "iter_landing",
    "landing_state",
    "read_file",
    "read_landing",
    "scan",
]
