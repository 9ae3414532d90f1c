"""Which objects of a JSON value are articles, however it nests them.

An *object* is read together with the objects inside it, as long as no list comes between: a record and its detail
object are one article. A list begins anew: its elements are articles of their own. Values that stand beside an article
(pictures, comments, related links) are never articles. Names come from `field_names`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipelines.ingest.field_names import FieldNames, Role
from pipelines.ingest.json_objects import Parts, read_parts, scalars, unwrap
from pipelines.ingest.json_reading import MAX_DEPTH, Json, MalformedJsonError
from pipelines.ingest.json_tables import rows_of

_Path = tuple[str, ...]
_DECLARED: tuple[Role, ...] = ("published", "publisher", "url")
_INHERITED: tuple[Role, ...] = ("published", "publisher")


@dataclass(frozen=True, slots=True)
class JsonItem:
    """An article found in JSON. `alone`: no list led to it, so that it may be the file's only article."""

    parts: Mapping[Role, str]
    fields: Mapping[str, str]
    alone: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands. `stubs`: whether a title without a body counts as an article here."""

    depth: int = 0
    in_list: bool = False
    stubs: bool = True
    inherited: Mapping[Role, str] = field(default_factory=dict)

    def inside(self, **changes: object) -> "_Place":
        if self.depth >= MAX_DEPTH:
            raise MalformedJsonError(f"nested deeper than {MAX_DEPTH} levels, JSON inside strings included")
        return replace(self, depth=self.depth + 1, **changes)  # type: ignore[arg-type]  # the callers name fields


@dataclass(frozen=True, slots=True)
class _Member:
    """An object of a cluster with the dotted path that leads to it from the cluster's head."""

    path: _Path
    value: dict[str, Json]
    parts: Parts


def find_items(value: Json, names: FieldNames) -> list[JsonItem]:
    """The articles of a JSON value in file order. An item with neither title nor body is given back without parts.

    Raises MalformedJsonError where strings that hold JSON nest too deeply.
    """
    value = unwrap(value)
    entries = value if isinstance(value, list) else [value]
    if entries and all(type(entry) is str and unwrap(entry) is entry for entry in entries):
        return [_bare(entry, alone=entries is not value) for entry in entries]
    found = list(_visit(value, _Place(), names))
    if any("body" in item.parts for item in found):
        return found
    # No text anywhere but, perhaps, under a name that usually stands beside an article ("videos", "hot").
    everywhere = list(_visit(value, _Place(), replace(names, asides=frozenset())))
    return everywhere if any("body" in item.parts for item in everywhere) else found


def _bare(text: str, *, alone: bool) -> JsonItem:
    """A string that is an article by itself."""
    return JsonItem({"body": text} if text.strip() else {}, {}, alone)


def item_of(value: dict[str, Json], names: FieldNames) -> JsonItem:
    """One object taken as one article, whatever else it holds: for objects that a mapping file points at."""
    members = _cluster(value, names)
    return _item(members, _Place(in_list=True), frozenset())


def _visit(value: Json, place: _Place, names: FieldNames) -> Iterator[JsonItem]:
    value = unwrap(value)
    if isinstance(value, dict):
        yield from _visit_object(value, place, names)
    elif isinstance(value, list):
        for entry in value:
            yield from _visit(entry, place.inside(in_list=True), names)


def _visit_object(value: dict[str, Json], place: _Place, names: FieldNames) -> Iterator[JsonItem]:
    if (rows := rows_of(value, names)) is not None:
        for row in rows:
            yield from _visit(row, place.inside(in_list=True), names)
        return
    members = _cluster(value, names)
    head = members[0]
    owners = [member for member in members if "body" in member.parts.values]
    strangers = [owner for owner in owners if owner is not head and _is_another_article(head, owner)]
    if len(owners) > 1 and head not in owners and (strangers or not head.parts.get("title")):
        yield from _visit_children(head, place, names)
        return
    if len(owners) == 1:
        strangers = []
    own = _without(members, strangers)
    below = list(_visit_lists(own, place.inside(stubs=place.stubs and not owners), names))
    if not owners and below and (body := _told_in_parts(own, [item for _, item in below], names)) is not None:
        yield _item(own, place, frozenset(), body)
        return
    if owners or (not below and _is_item(own, place)):
        yield _item(own, place, frozenset(path for path, _ in below))
    for stranger in strangers:
        yield from _visit(stranger.value, place.inside(), names)
    for _, item in below:
        yield item


def _without(members: list[_Member], strangers: list[_Member]) -> list[_Member]:
    """The cluster without other articles and what lies inside them."""
    barred = {stranger.path for stranger in strangers}
    return [m for m in members if not any(m.path[:length] in barred for length in range(1, len(m.path) + 1))]


def _cluster(value: dict[str, Json], names: FieldNames) -> list[_Member]:
    """An object and those inside it, without lists between, nearest first."""
    members = [_Member((), value, read_parts(value, names))]
    for member in members:  # grows while it is walked
        consumed = set(member.parts.keys.values())
        for key, raw in member.value.items():
            child = unwrap(raw)
            if isinstance(child, dict) and key not in consumed and not names.is_aside(key):
                if len(member.path) >= MAX_DEPTH:
                    raise MalformedJsonError(f"nested deeper than {MAX_DEPTH} levels, JSON inside strings included")
                members.append(_Member((*member.path, key), child, read_parts(child, names)))
    return members


def _visit_children(head: _Member, place: _Place, names: FieldNames) -> Iterator[JsonItem]:
    """An object that holds several articles: each value is looked into for itself."""
    inner = place.inside(inherited=_inherit(head.parts, place))
    for key, child in head.value.items():
        if not names.is_aside(key):
            yield from _visit(child, inner, names)


def _visit_lists(members: Iterable[_Member], place: _Place, names: FieldNames) -> Iterator[tuple[_Path, JsonItem]]:
    """The articles in the lists that hang on an object, each with the path of its list."""
    for member in members:
        consumed = set(member.parts.keys.values())
        inner = replace(place, inherited=_inherit(member.parts, place))
        for key, raw in member.value.items():
            child = unwrap(raw)
            if isinstance(child, list) and key not in consumed and not names.is_aside(key):
                for item in _visit(child, inner, names):
                    yield (*member.path, key), item


def _told_in_parts(members: list[_Member], below: list[JsonItem], names: FieldNames) -> str | None:
    """The body of a headed object whose lists hold texts without headlines, dates or links: its paragraphs."""
    own = {role: text for member in members for role, text in member.parts.values.items()}
    if "title" not in own or not all("body" in item.parts for item in below):
        return None
    told = [{role: text for role, text in item.parts.items() if own.get(role) != text} for item in below]
    if any(set(parts) & {"title", "published", "url"} for parts in told):
        return None
    return "\n\n".join(text for item in below for text in _part_of_body(item, names))


def _part_of_body(item: JsonItem, names: FieldNames) -> Iterator[str]:
    """A part's heading, if it has one, and its text."""
    yield from (text for key, text in item.fields.items() if names.is_part_heading(key))
    yield item.parts["body"]


def _is_another_article(head: _Member, owner: _Member) -> bool:
    """An inner object with a body and a headline of its own, beside an outer one that has a body too."""
    title = owner.parts.get("title")
    return title is not None and title != head.parts.get("title")


def _is_item(members: list[_Member], place: _Place) -> bool:
    """Without a body: a headline makes a stub; an element with the names of both but no values is an empty item."""
    named = members[0].parts.named
    has_text = any(member.parts.get(role) for member in members for role in ("title", "abstract"))
    if not place.stubs:
        return False
    return has_text or (bool(named & {"title", "body"}) and (place.in_list or place.depth == 0))


def _inherit(parts: Parts, place: _Place) -> Mapping[Role, str]:
    found = {role: text for role in _INHERITED if (text := parts.get(role))}
    return {**place.inherited, **found}


def _item(members: list[_Member], place: _Place, elsewhere: frozenset[_Path], body: str | None = None) -> JsonItem:
    """The article that a cluster tells. `elsewhere` are paths of lists that hold other articles."""
    owner = next((member for member in members if "body" in member.parts.values), members[0])
    by_nearness = [owner, *(member for member in members if member is not owner)]
    parts: dict[Role, str] = {}
    taken: dict[_Path, str] = {}
    for role in ("title", "body", *_DECLARED):
        _take(role, role, by_nearness, parts, taken)
    if body is not None:
        parts["body"] = body
    elif "body" not in parts:
        _take("abstract", "body", by_nearness, parts, taken)
    fields = dict(_distinct(_fields(members, taken, elsewhere)))
    return JsonItem({**place.inherited, **parts}, fields, alone=not place.in_list)


def _take(role: Role, into: Role, members: list[_Member], parts: dict[Role, str], taken: dict[_Path, str]) -> None:
    """Take a part from the nearest object that has it. An abstract that only repeats the headline is none."""
    giver = next((member for member in members if member.parts.get(role)), None)
    if giver is None or (role == "abstract" and giver.parts.values[role].strip() == parts.get("title", "").strip()):
        return
    parts[into] = giver.parts.values[role]
    taken[(*giver.path, giver.parts.keys[role])] = parts[into]


def _fields(
    members: list[_Member], taken: Mapping[_Path, str], elsewhere: frozenset[_Path]
) -> Iterator[tuple[str, str]]:
    """Every scalar that is no part of the article, under its dotted key."""
    inner = {member.path for member in members}
    for member in members:
        for key, child in member.value.items():
            path = (*member.path, key)
            if path in inner or path in elsewhere or (path in taken and not isinstance(child, dict)):
                continue
            yield from (entry for entry in scalars(child, ".".join(path)) if entry[1] != taken.get(path))


def _distinct(entries: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Keys that only look alike once dotted are numbered: nothing is lost."""
    seen: Counter[str] = Counter()
    for key, text in entries:
        seen[key] += 1
        yield (key if seen[key] == 1 else f"{key}~{seen[key]}"), text
