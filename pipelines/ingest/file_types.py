"""The table of file types (`file_types.yaml`): what a name's end and a file's first bytes say.

Only the table and its checks belong here; what is decided with it is the business of `sniffing` and `discovery`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

import yaml

from pipelines.errors import ReferenceDataError

Kind = Literal["text", "markdown", "html", "json", "json_lines"]

_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,9})$")


@dataclass(frozen=True, slots=True)
class FileTypes:
    """The table, turned round for look-up. Suffixes are lower case without the dot."""

    kinds: Mapping[str, Kind]
    unsupported: Mapping[str, str]
    signatures: Mapping[bytes, str]
    passed_over: tuple[str, ...]

    def kind_of(self, name: str) -> Kind | None:
        """The kind that the name's suffix declares; None where it declares none."""
        return self.kinds.get(suffix(name))

    def refusal_of(self, name: str) -> str | None:
        """What a file of a known but unread type is, in words; None for every other name."""
        return self.unsupported.get(suffix(name))

    def signature_of(self, content: bytes) -> str | None:
        """The binary format that the first bytes give away, in words."""
        return next((words for magic, words in self.signatures.items() if content.startswith(magic)), None)

    def is_passed_over(self, name: str) -> bool:
        """Whether a file or folder of this base name is none of our business: hidden, a backup, a mapping."""
        lowered = name.lower()
        return name.startswith(".") or any(fnmatchcase(lowered, pattern) for pattern in self.passed_over)


def suffix(name: str) -> str:
    """The end of a name after its last dot, lower case; empty where it has none that could name a format."""
    found = _SUFFIX.search(name)
    return found.group(1).lower() if found else ""


@lru_cache(maxsize=1)
def file_types() -> FileTypes:
    """The packaged table. Raises ReferenceDataError if it contradicts itself."""
    table = yaml.load(
        resources.files(__package__).joinpath("file_types.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    kinds: dict[str, Kind] = {}
    for kind in get_args(Kind):
        kinds.update(dict.fromkeys(table["kinds"].get(kind) or (), kind))
    if unknown := set(table["kinds"]) - set(get_args(Kind)):
        raise ReferenceDataError(f"file_types.yaml names kinds that nobody reads: {sorted(unknown)}")
    unsupported = {end: words for words, ends in table["unsupported"].items() for end in ends}
    if both := kinds.keys() & unsupported.keys():
        raise ReferenceDataError(f"file_types.yaml both reads and refuses: {sorted(both)}")
    signatures = {bytes.fromhex(magic): words for magic, words in table["signatures"].items()}
    return FileTypes(kinds, unsupported, signatures, tuple(table["passed_over"]))
