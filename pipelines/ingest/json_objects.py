"""One JSON object as a possible article: which of its values are title, body, date, publisher, URL; all else as fields.

How objects hang together and which of them are items is decided in `json_items`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipelines.ingest.field_names import FieldNames, Role
from pipelines.ingest.json_reading import Json, MalformedJsonError, Number, parse_json
from pipelines.ingest.sniffing import looks_like_json

_PARAGRAPHS = "\n\n"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that an object names. `keys[role]` is the key that gave it; `named` are the roles with any key at all."""

    values: Mapping[Role, str]
    keys: Mapping[Role, str]
    named: frozenset[Role]

    def get(self, role: Role) -> str | None:
        """The part's value; None where the object does not have it or leaves it empty."""
        return self.values.get(role)


def read_parts(value: dict[str, Json], names: FieldNames) -> Parts:
    """The parts of one object, its nested objects left aside. Empty values count as absent."""
    ranked = [(found[1], found[0], key) for key in value if (found := names.role_of(key))]
    values: dict[Role, str] = {}
    keys: dict[Role, str] = {}
    for _, role, key in sorted(ranked, key=lambda entry: entry[0]):
        text = _text_of(value[key], role, names)
        if role not in values and text is not None and text.strip():
            values[role], keys[role] = text, key
    return Parts(values, keys, frozenset(role for _, role, _ in ranked))


def unwrap(value: Json) -> Json:
    """The value that a string holding JSON stands for; any other value as it is."""
    if type(value) is str and looks_like_json(value):
        try:
            return parse_json(value)
        except MalformedJsonError:
            return value
    return value


def scalars(value: Json, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every scalar below a value with its dotted key; `null` is left out, numbers stay as written."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from scalars(child, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from scalars(child, f"{prefix}.{index}" if prefix else str(index))
    elif value is not None:
        yield prefix, scalar_text(value)


def scalar_text(value: Json) -> str:
    """A scalar as JSON writes it, a string without its quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _text_of(value: Json, role: Role, names: FieldNames) -> str | None:
    if isinstance(value, Number):
        return str(value) if role == "published" else None
    if isinstance(value, str):
        inner = unwrap(value) if role == "body" else value
        return value if inner is value else _text_of(inner, role, names)
    if isinstance(value, dict):
        return _held_text(value, role, names)
    if isinstance(value, list) and role in ("body", "abstract"):
        return _paragraphs(value, role, names)
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
        return _text_of(value[0], role, names)
    return None


def _held_text(value: dict[str, Json], role: Role, names: FieldNames) -> str | None:
    """The string that an object stands for. One that names a title and a body is an article, not a string."""
    held = [(rank, text) for key, text in value.items() if (rank := names.holder_rank(key, role)) is not None]
    strings = [(rank, text) for rank, text in held if type(text) is str]
    if not strings or _is_article(value, names):
        return None
    return min(strings)[1]


def _paragraphs(value: list[Json], role: Role, names: FieldNames) -> str | None:
    """A body told as a list of strings or of blocks {"type": …, "text": …}; None for a list of articles."""
    pieces: list[str] = []
    for piece in value:
        if type(piece) is str:
            pieces.append(piece)
        elif isinstance(piece, dict) and (text := _block(piece, role, names)) is not None:
            pieces.append(text)
        else:
            return None
    return _PARAGRAPHS.join(piece for piece in pieces if piece.strip()) or None


def _block(piece: dict[str, Json], role: Role, names: FieldNames) -> str | None:
    """The words of a block, none for a picture; None for what is an article: it has a headline or a date."""
    if _roles(piece, names) & {"title", "published"}:
        return None
    return _held_text(piece, role, names) or ""


def _is_article(value: dict[str, Json], names: FieldNames) -> bool:
    roles = _roles(value, names)
    return "title" in roles and bool(roles & {"body", "abstract", "published"})


def _roles(value: dict[str, Json], names: FieldNames) -> set[Role]:
    return {found[0] for key in value if (found := names.role_of(key))}
