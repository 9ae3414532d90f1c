"""What ingest answers with: the contents of one file, the result of one file, the summary of a scan.

Shapes only; how they come about is told in `contents` and `landing`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.model.capture import CapturedArticle, RejectedArticle

FileStatus = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class FileContents:
    """The articles of one file in file order. Never both empty: a file without an article has a rejection."""

    captured: tuple[CapturedArticle, ...] = ()
    rejected: tuple[RejectedArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file of the landing folder. An unchanged file is not read into articles: both tuples are empty.

    path     its name below the landing folder, with forward slashes
    sha256   what identifies its bytes, to be given back as `known[path]` the next time. SHA-256 of the bytes; with a
             mapping file, of both; of a file that was not read (oversized, unreadable), of the reason and its size
    """

    path: str
    sha256: str
    status: FileStatus
    captured: tuple[CapturedArticle, ...] = ()
    rejected: tuple[RejectedArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanCounts:
    """Numbers of a scan. Files: seen = unchanged + captured_from + refused, and seen = unchanged + new + changed.

    captured_from   files that gave at least one article
    refused         files that gave none
    articles, rejections   over all files; `by_reason` splits the rejections
    """

    seen: int
    unchanged: int
    new: int
    changed: int
    captured_from: int
    refused: int
    articles: int
    rejections: int
    by_reason: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scan:
    """All that was found in the landing folder and had not been recorded before, in the order of the files' names."""

    captured: tuple[CapturedArticle, ...]
    rejected: tuple[RejectedArticle, ...]
    counts: ScanCounts


class Tally:
    """Adds up file results as they stream by."""

    def __init__(self) -> None:
        """Start from nothing."""
        self._files: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._articles = 0

    def add(self, result: FileResult) -> None:
        """Count one file."""
        self._files[result.status] += 1
        if result.status != "unchanged":
            self._files["captured_from" if result.captured else "refused"] += 1
        self._articles += len(result.captured)
        self._reasons.update(rejection.reason for rejection in result.rejected)

    def counts(self) -> ScanCounts:
        """The numbers so far."""
        files = self._files
        return ScanCounts(
            seen=files["unchanged"] + files["new"] + files["changed"],
            unchanged=files["unchanged"],
            new=files["new"],
            changed=files["changed"],
            captured_from=files["captured_from"],
            refused=files["refused"],
            articles=self._articles,
            rejections=self._reasons.total(),
            by_reason=dict(sorted(self._reasons.items())),
        )
