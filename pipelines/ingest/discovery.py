"""Which files lie in the landing folder, and their names as articles. Nothing is read here.

Files come in the order of their names. Symbolic links are followed, each folder is entered once (a loop ends).
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.ingest.file_types import FileTypes, file_types

_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LIKE_AN_ITEM = re.compile(r"#\d+$")


@dataclass(frozen=True, slots=True)
class LandingFile:
    """A directory entry to look at. `name` is its name below the landing folder, safe to store and to print.

    `trouble` is set where the entry could not even be looked into (a folder without permission).
    """

    path: Path
    name: str
    trouble: str | None = None


def find_files(landing: Path) -> Iterator[LandingFile]:
    """The files below `landing`, sorted by name. Raises UsageError if it is missing or not a folder."""
    if not landing.exists():
        raise UsageError(f"the landing folder {landing} does not exist")
    if not landing.is_dir():
        raise UsageError(f"the landing folder {landing} is not a folder")
    return _walk(landing, "", file_types(), set())


def article_name(below: str) -> str:
    """A file's name as an article's: valid Unicode without control characters, and not to be taken for an item's.

    A name that has to be altered gets a few digits of the hash of its bytes, so that two of them stay apart.
    """
    if not _UNSPEAKABLE.search(below) and not _LIKE_AN_ITEM.search(below):
        return below
    digits = hashlib.sha256(os.fsencode(below)).hexdigest()[:8]
    return f"{_UNSPEAKABLE.sub('�', below)}~{digits}"


def _walk(folder: Path, prefix: str, types: FileTypes, entered: set[tuple[int, int]]) -> Iterator[LandingFile]:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in entered:
            return
        entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            found = sorted(_in_order(entry) for entry in entries)
    except OSError as error:
        yield LandingFile(folder, article_name(prefix), f"folder: {error.strerror or error}")
        return
    for _, is_folder, name in found:
        if types.is_passed_over(name):
            continue
        if is_folder:
            yield from _walk(folder / name, f"{prefix}{name}/", types, entered)
        else:
            yield LandingFile(folder / name, article_name(prefix + name))


def _in_order(entry: "os.DirEntry[str]") -> tuple[str, bool, str]:
    """Sort key, whether it is a folder, name. Folders sort as their files' names do: with the slash."""
    try:
        is_folder = entry.is_dir()
    except OSError:  # a link to itself: reading it will tell
        is_folder = False
    return (entry.name + "/" if is_folder else entry.name), is_folder, entry.name
