"""The usual names of an article's parts (`field_names.yaml`) and the look-up of an object's keys in it.

Which value of an object is taken for a part is decided in `json_objects`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

import yaml

from pipelines.errors import ReferenceDataError

Role = Literal["title", "body", "abstract", "published", "publisher", "url"]

_JOINTS = re.compile(r"[\s_\-.:]+")
_PREFIXED = 1_000_000  # added to the rank of a name with a prefix (video_title)


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Normalised names. `ranks[name]` is the role and its precedence, 0 first; names with a prefix come after all plain ones."""

    ranks: Mapping[str, tuple[Role, int]]
    holders: Mapping[Role, tuple[str, ...]]
    part_headings: frozenset[str]
    asides: frozenset[str]

    def role_of(self, key: str) -> tuple[Role, int] | None:
        """The role a key declares and its precedence among the names of that role; None for any other key."""
        return self.ranks.get(normalise(key))

    def is_aside(self, key: str) -> bool:
        """Whether what stands under the key belongs beside an article."""
        return normalise(key) in self.asides

    def is_part_heading(self, key: str) -> bool:
        """Whether a key gives the heading of a part of a body."""
        return normalise(key) in self.part_headings

    def holder_rank(self, key: str, role: Role) -> int | None:
        """The precedence of a key under which an object holds the string that it stands for; None for others."""
        name = normalise(key)
        return self.holders[role].index(name) if name in self.holders[role] else None


@lru_cache(maxsize=4096)
def normalise(key: str) -> str:
    """A key without case, width and joints."""
    return _JOINTS.sub("", unicodedata.normalize("NFKC", key).casefold())


@lru_cache(maxsize=1)
def field_names() -> FieldNames:
    """The packaged names. Raises ReferenceDataError if a name stands for two parts."""
    table = yaml.load(
        resources.files(__package__).joinpath("field_names.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    ranks: dict[str, tuple[Role, int]] = {}
    for role in get_args(Role):
        for rank, raw in enumerate(table[role]):
            name = normalise(str(raw))
            if ranks.get(name, (role, 0))[0] != role:
                raise ReferenceDataError(f"field_names.yaml gives {raw!r} to {ranks[name][0]} and to {role}")
            ranks.setdefault(name, (role, rank))
    for prefix in _normalised(table["prefixes"]):
        for name, (role, rank) in list(ranks.items()):
            if rank < _PREFIXED:
                ranks.setdefault(prefix + name, (role, rank + _PREFIXED))
    holders = {role: _normalised(table["holders"][role]) for role in get_args(Role)}
    parts = frozenset(_normalised(table["part_headings"]))
    return FieldNames(ranks, holders, parts, frozenset(_normalised(table["asides"])))


def _normalised(raw: list[object]) -> tuple[str, ...]:
    return tuple(normalise(str(name)) for name in raw)
