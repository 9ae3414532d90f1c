"""Which rules read an article: a version that changes whenever anything does that readings rest on.

A number that somebody has to remember to raise says nothing about the lexicon that was edited this morning.
"""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

CODER = "casebook-rules"
# What decides a reading: how bytes become a document, rules, places, code lists.
_ROOMS = (
    "pipelines.normalize.documents",
    "pipelines.normalize.extraction",
    "pipelines.normalize.gazetteer",
    "pipelines.model.codelists",
)
_DIGITS = 12


@cache
def coder_version() -> str:
    """The first digits of the SHA-256 over names and contents of every module and data file of the rooms that read."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for name, content in sorted(_contents(files(room), room)):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:_DIGITS]


def _contents(folder: Traversable, place: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            found += _contents(entry, f"{place}/{entry.name}")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            found.append((f"{place}/{entry.name}", entry.read_bytes()))
    return found
