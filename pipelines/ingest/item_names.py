"""Items of a container keep their names when others come or go.

An item is named by its place, `path#n`. When a container changes, an item whose content is known under a name of that
container keeps that name; only what is new or edited is named by place, or, where that name is kept by another item, by the
next free number. So an item that is inserted or taken out renames nobody, and what was taken out stays as it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipelines.model.capture import CapturedArticle

Versions = Mapping[str, tuple[str, int]]


def settle(path: str, items: Sequence[CapturedArticle], versions: Versions) -> tuple[CapturedArticle, ...]:
    """`items` of the file `path` under their settled names. `versions`: article → (hash of its latest version, position)."""
    known = {name: sha for name, (sha, _) in versions.items() if name.startswith(f"{path}#")}
    if not known:
        return tuple(items)
    kept = _kept(items, known)
    taken = set(kept.values())
    settled = []
    for place, item in enumerate(items):
        name = kept.get(place) or _free(path, item.article, taken, known)
        taken.add(name)
        settled.append(item if name == item.article else replace(item, article=name))
    return tuple(settled)


def _kept(items: Sequence[CapturedArticle], known: Mapping[str, str]) -> dict[int, str]:
    """Place in `items` → the name under which just this content is known. A name goes to one item, its own place first."""
    names: dict[str, list[str]] = {}
    for name, sha in sorted(known.items(), key=lambda entry: _number(entry[0])):
        names.setdefault(sha, []).append(name)
    kept: dict[int, str] = {}
    for own_place in (True, False):
        for place, item in enumerate(items):
            candidates = names.get(item.content_sha256, [])
            if place not in kept and candidates and (item.article in candidates or not own_place):
                name = item.article if own_place else candidates[0]
                candidates.remove(name)
                kept[place] = name
    return kept


def _free(path: str, wanted: str, taken: Iterable[str], known: Iterable[str]) -> str:
    if wanted not in taken:
        return wanted
    return f"{path}#{max(_number(name) for name in (*taken, *known)) + 1}"


def _number(name: str) -> int:
    digits = name.rpartition("#")[2]
    return int(digits) if digits.isdigit() else 0
