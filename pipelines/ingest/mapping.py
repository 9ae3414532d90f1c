"""Mapping files: where the articles of an unusual JSON file are and what its fields are called.

A mapping stands beside the data, as `<file>.mapping.yaml` or as `mapping.yaml` for all JSON files of its folder, and is
written for people (docs/ingest.md). Only its shape and its paths belong here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

import yaml

from pipelines.ingest.field_names import Role
from pipelines.ingest.json_objects import scalar_text, unwrap
from pipelines.ingest.json_reading import Json

_PARTS: tuple[Role, ...] = tuple(role for role in get_args(Role) if role != "abstract")


class MappingError(ValueError):
    """The mapping file is not one, or does not fit the data."""


@dataclass(frozen=True, slots=True)
class ItemMapping:
    """Dotted paths. `items` leads to the list (or object) of articles, empty for the whole value; `fields` to the parts."""

    items: tuple[str, ...]
    fields: Mapping[Role, tuple[tuple[str, ...], ...]]


def read_mapping(content: bytes) -> dict[str, object]:
    """The raw mapping of a file's bytes. Raises MappingError."""
    try:
        value = yaml.safe_load(content.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise MappingError(f"mapping file is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(value, dict):
        raise MappingError("mapping file holds no keys; it needs `items`, `fields` or both")
    return value


def item_mapping(raw: Mapping[str, object]) -> ItemMapping:
    """A checked mapping. Raises MappingError naming the key that is wrong."""
    if unknown := sorted(str(key) for key in raw if key not in ("items", "fields")):
        raise MappingError(f"mapping file has keys that mean nothing: {', '.join(unknown)}; known are items, fields")
    fields = raw.get("fields") or {}
    if not isinstance(fields, dict):
        raise MappingError("mapping file: `fields` must name parts and paths")
    if unknown := sorted(str(key) for key in fields if key not in _PARTS):
        raise MappingError(f"mapping file names unknown parts: {', '.join(unknown)}; known are {', '.join(_PARTS)}")
    return ItemMapping(_path(raw.get("items", "")), {role: _paths(fields[role]) for role in _PARTS if role in fields})


def pointed_items(value: Json, mapping: ItemMapping) -> list[Json]:
    """The values that the mapping's `items` leads to: a list's elements, or the one object. Raises MappingError."""
    found = list(_follow(value, mapping.items))
    if not found:
        raise MappingError(f"mapping file: nothing at items path {'.'.join(mapping.items)!r}")
    return [entry for target in found for entry in (target if isinstance(target, list) else [target])]


def pointed_text(value: Json, paths: tuple[tuple[str, ...], ...]) -> str | None:
    """The first path's text that is not blank; None where no path leads to any."""
    for path in paths:
        texts = [scalar_text(found) for found in _follow(value, path) if not isinstance(found, dict | list)]
        if text := "\n\n".join(text for text in texts if text.strip()):
            return text
    return None


def _follow(value: Json, path: tuple[str, ...]) -> Iterator[Json]:
    """Every value at the end of a path; a list on the way is gone through element by element, or by its number."""
    value = unwrap(value)
    if not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from _follow(value[path[0]], path[1:])
    elif isinstance(value, list):
        if path[0].isdecimal():
            yield from (inner for entry in value[int(path[0]) :][:1] for inner in _follow(entry, path[1:]))
        else:
            yield from (inner for entry in value for inner in _follow(entry, path))


def _paths(value: object) -> tuple[tuple[str, ...], ...]:
    return tuple(_path(entry) for entry in value) if isinstance(value, list) else (_path(value),)


def _path(value: object) -> tuple[str, ...]:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise MappingError(f"mapping file: a path is words joined by dots, not {value!r}")
    return tuple(part for part in str(value).split(".") if part)
