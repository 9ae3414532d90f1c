"""JSON and JSON Lines files → articles with their names, texts and declared parts.

Which objects are articles is decided in `json_items` (or by a mapping file); here they are numbered, written out and,
where there is nothing in them or a line is broken, rejected one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.ingest.field_names import field_names
from pipelines.ingest.json_items import JsonItem, find_items, item_of
from pipelines.ingest.json_reading import Json, MalformedJsonError, parse_json
from pipelines.ingest.mapping import ItemMapping, MappingError, item_mapping, pointed_items, pointed_text
from pipelines.ingest.results import FileContents
from pipelines.ingest.sniffing import media_type_of
from pipelines.ingest.source_file import SourceFile, is_blank, sound
from pipelines.ingest.summaries import repeats_others
from pipelines.model.capture import CapturedArticle, Declared, RejectedArticle

_MIN_ITEMS_FOR_SUMMARY = 3  # with fewer, an opening item that says the same is a double, not a summary


@dataclass(frozen=True, slots=True)
class _Fault:
    """A line that is no JSON, in the place of its items."""

    why: str


def read_json(source: SourceFile, mapping: Mapping[str, object] | None, *, lines: bool) -> FileContents:
    """The articles of a JSON file. `lines`: one value a line, as its name says; where the content shows that the name
    is wrong (several values in a .json, one value over many lines in a .jsonl), the content is believed."""
    try:
        checked = None if mapping is None else item_mapping(mapping)
        found = _read_lines(source.text, checked) if lines else _read_whole(source.text, checked)
    except MappingError as error:
        return FileContents(rejected=(source.reject("malformed_container", str(error)),))
    except MalformedJsonError as error:
        return FileContents(rejected=(source.reject("malformed_container", f"JSON: {error}"),))
    return _write_out(source, found)


def _read_whole(text: str, mapping: ItemMapping | None) -> list[JsonItem | _Fault]:
    try:
        return list(_items(parse_json(text), mapping))
    except MalformedJsonError as error:
        if (error.line or 0) > 1 and _is_json(text.lstrip().split("\n", 1)[0]):
            return list(_lines(text, mapping))
        raise


def _read_lines(text: str, mapping: ItemMapping | None) -> list[JsonItem | _Fault]:
    if not _is_json(text.lstrip().split("\n", 1)[0]) and _is_json(text):
        return list(_items(parse_json(text), mapping))
    return list(_lines(text, mapping))


def _lines(text: str, mapping: ItemMapping | None) -> Iterator[JsonItem | _Fault]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            items = _items(parse_json(line), mapping)
            yield from [replace(item, alone=False) for item in items] or [JsonItem({}, {}, alone=False)]
        except MalformedJsonError as error:
            where = f"line {number}" + (f" column {error.column}" if error.column else "")
            yield _Fault(f"JSON Lines: {where}: {error.why}")
        except MappingError as error:
            yield _Fault(f"line {number}: {error}")


def _is_json(text: str) -> bool:
    try:
        parse_json(text)
    except MalformedJsonError:
        return False
    return True


def _items(value: Json, mapping: ItemMapping | None) -> list[JsonItem]:
    if mapping is None:
        return find_items(value, field_names())
    return [_mapped(entry, mapping) for entry in pointed_items(value, mapping)]


def _mapped(value: Json, mapping: ItemMapping) -> JsonItem:
    """An element as the mapping reads it; parts that it does not speak of are read by the usual names."""
    usual = item_of(value if isinstance(value, dict) else {"text": value}, field_names())
    pointed = {role: pointed_text(value, paths) for role, paths in mapping.fields.items()}
    kept = {role: text for role, text in usual.parts.items() if role not in pointed}
    said = {role: text for role, text in pointed.items() if text is not None}
    return JsonItem({**kept, **said}, usual.fields, alone=False)


def _write_out(source: SourceFile, found: Sequence[JsonItem | _Fault]) -> FileContents:
    if not found:
        why = (
            "JSON without an article: no object has a title or a text under a usual name, and no mapping file says more"
        )
        return FileContents(rejected=(source.reject("empty", why),))
    single = len(found) == 1 and isinstance(found[0], JsonItem) and found[0].alone
    captured: list[CapturedArticle] = []
    rejected: list[RejectedArticle] = []
    texts = [_text(item) if isinstance(item, JsonItem) else "" for item in found]
    for number, (item, text) in enumerate(zip(found, texts, strict=True), start=1):
        result = _result(source, None if single else number, item, text)
        if number == 1 and len(found) >= _MIN_ITEMS_FOR_SUMMARY and repeats_others(_body(item), texts[1:]):
            why = f"an opening summary of the {len(found) - 1} items that follow it; they are captured"
            result = source.reject("duplicate_summary", why, number, len(text.encode(errors="replace")))
        if isinstance(result, CapturedArticle):
            captured.append(result)
        else:
            rejected.append(result)
    return FileContents(tuple(captured), tuple(rejected))


def _result(
    source: SourceFile, number: int | None, item: JsonItem | _Fault, text: str
) -> CapturedArticle | RejectedArticle:
    if isinstance(item, _Fault):
        return source.reject("malformed_container", item.why, number)
    if is_blank(text):
        return source.reject("empty", "an item without title and text", number, len(text.encode(errors="replace")))
    parts = {role: sound(part) for role, part in item.parts.items()}
    declared = Declared(parts.get("title"), parts.get("published"), parts.get("publisher"), parts.get("url"))
    return source.item(number, text, media_type_of(parts.get("body", "")), declared, item.fields)


def _text(item: JsonItem) -> str:
    """Title, a blank line, body: the text that evidence will point into."""
    parts = (item.parts.get("title"), item.parts.get("body"))
    return "\n\n".join(part for part in parts if part)


def _body(item: JsonItem | _Fault) -> str:
    return item.parts.get("body", "") if isinstance(item, JsonItem) else ""
