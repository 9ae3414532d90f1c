"""The landing folder → results, one file at a time. The only module here that reads files.

Every file of the folder gets a result; what goes wrong with one of them is its result and not an exception.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipelines.eventlog.captures import Captured, FileRecords
from pipelines.ingest.contents import read_file
from pipelines.ingest.discovery import LandingFile, find_files
from pipelines.ingest.file_types import file_types
from pipelines.ingest.mapping import MappingError, read_mapping
from pipelines.ingest.results import FileContents, FileResult, FileStatus, Scan, Tally
from pipelines.ingest.source_file import sound
from pipelines.model.capture import CapturedArticle, RejectedArticle, RejectReason
from pipelines.model.ids import content_sha256

_ATTEMPTS = 3  # at reading a file that is being written
_ASKED_AT_ONCE = 5_000  # files: a question takes a look at every capture there is
_FOLDER_MAPPING = "mapping.yaml"


@dataclass(frozen=True, slots=True)
class _Refused:
    """A file that could not be read, and why. `size` in bytes where it is known."""

    reason: RejectReason
    detail: str
    size: int | None


def scan(landing: Path, known: Mapping[str, str], *, max_bytes: int) -> Scan:
    """All that is new below `landing`, held in memory. See `iter_landing` for the arguments and errors."""
    tally, captured, rejected = Tally(), list[CapturedArticle](), list[RejectedArticle]()
    for result in iter_landing(landing, known, max_bytes=max_bytes):
        tally.add(result)
        captured += result.captured
        rejected += result.rejected
    return Scan(tuple(captured), tuple(rejected), tally.counts())


def iter_landing(landing: Path, known: Mapping[str, str], *, max_bytes: int) -> Iterator[FileResult]:
    """The files below `landing` in the order of their names, each with its articles if it is new or changed.

    `known` maps a file's name to the `FileResult.sha256` of the time it was recorded. A file larger than `max_bytes` is
    not read. A file that disappears meanwhile has no result. Raises UsageError (before the first result) if `landing`
    is missing or not a folder.
    """
    return (result for file in find_files(landing) if (result := _result(file, known, max_bytes)) is not None)


def read_landing(landing: Path, captured: Captured, *, max_bytes: int) -> Iterator[tuple[FileRecords, FileResult]]:
    """As `iter_landing`, each result with what is known of its file; that is asked for many files at once."""
    files = find_files(landing)
    while some := list(islice(files, _ASKED_AT_ONCE)):
        records = captured.of_files([file.name for file in some])
        for file in some:
            if (result := _result(file, records.files, max_bytes)) is not None:
                yield records, result


def _result(file: LandingFile, known: Mapping[str, str], max_bytes: int) -> FileResult | None:
    try:
        content = _Refused("unreadable", file.trouble, None) if file.trouble else _read(file.path, max_bytes)
        beside = mapping_beside(file.path) if isinstance(content, bytes) else None
        mapping = beside.read_bytes() if beside else None
    except FileNotFoundError:
        if not file.path.is_symlink():
            return None
        content, mapping = _Refused("unreadable", "a link that leads nowhere", None), None
    except (OSError, ValueError) as error:
        content, mapping = _Refused("unreadable", _words(error), None), None
    if isinstance(content, _Refused):
        return _refusal(file.name, content, known)
    sha256 = content_sha256(content) if mapping is None else content_sha256(content + b"\0" + mapping)
    status = _status(file.name, sha256, known)
    if status == "unchanged":
        return FileResult(file.name, sha256, status)
    found = _contents(file.name, content, mapping, sha256)
    return FileResult(file.name, sha256, status, found.captured, found.rejected)


def _contents(name: str, content: bytes, mapping: bytes | None, sha256: str) -> FileContents:
    try:
        raw = None if mapping is None else read_mapping(mapping)
    except MappingError as error:
        refused = RejectedArticle(name, "malformed_container", str(error), sha256, len(content))
        return FileContents(rejected=(refused,))
    return read_file(name, content, raw, sha256)


def _status(name: str, sha256: str, known: Mapping[str, str]) -> FileStatus:
    if name not in known:
        return "new"
    return "unchanged" if known[name] == sha256 else "changed"


def _refusal(name: str, refused: _Refused, known: Mapping[str, str]) -> FileResult:
    """The same refusal again is nothing new: its identity is made from what was refused and why."""
    identity = content_sha256(f"refused\0{refused.reason}\0{refused.detail}\0{refused.size}".encode())
    status = _status(name, identity, known)
    rejected = RejectedArticle(name, refused.reason, refused.detail, identity, refused.size)
    return FileResult(name, identity, status, rejected=() if status == "unchanged" else (rejected,))


def _read(path: Path, max_bytes: int) -> bytes | _Refused:
    """A file's bytes. Read again where it changed meanwhile: half a write is not an article."""
    for _ in range(_ATTEMPTS):
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _Refused("unreadable", "not a regular file", None)
        if status.st_size > max_bytes:
            return _Refused("oversized", f"{status.st_size} bytes; the limit is {max_bytes}", status.st_size)
        with path.open("rb") as handle:
            before = os.fstat(handle.fileno())
            content = handle.read(max_bytes + 1)
            after = os.fstat(handle.fileno())
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(content) == after.st_size:
            return content
    return _Refused("unreadable", "kept changing while it was read; the next run tries again", None)


def mapping_beside(path: Path) -> Path | None:
    """The mapping file that holds for a file: its own, or for a JSON file the folder's."""
    own = path.with_name(f"{path.name}.{_FOLDER_MAPPING}")
    folder = path.with_name(_FOLDER_MAPPING)
    if _is_file(own):
        return own
    is_json = file_types().kind_of(path.name) in ("json", "json_lines")
    return folder if is_json and _is_file(folder) else None


def _is_file(path: Path) -> bool:
    """Also where it cannot be one: the name of a mapping may be too long for a file, when that of its file just is not."""
    try:
        return path.is_file()
    except OSError:
        return False


def _words(error: Exception) -> str:
    return sound(error.strerror or str(error) if isinstance(error, OSError) else str(error))
