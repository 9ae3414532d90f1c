"""Step 1: what stands before the text and tells of it. YAML between dashes, or labelled lines (`标题:`, `Title:`).

Gives the facts and the rest of the text. What the facts are worth beside others is decided in `metadata`.
"""

import re
from collections.abc import Iterator
from functools import cache

import yaml

from pipelines.normalize.documents.hypertext import strip_tags
from pipelines.normalize.documents.lexicons import section
from pipelines.normalize.documents.lines import Facts
from pipelines.normalize.documents.mapped import Mapped

_FENCED = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LABELLED = re.compile(r"[ \t\u3000]*([^\s:：][^\n:：]{0,19}?)[ \t\u3000]*[:：][ \t\u3000]*([^\n]*)(?:\n|\Z)")
_BLANK = re.compile(r"[ \t\u3000\r]*\n")
_SCALAR = re.compile(r"^([\w-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_FIELDS = ("title", "published", "publisher", "author", "site", "url")
_MIN_LABELS = 2


def split_front_matter(text: Mapped) -> tuple[Facts, Mapped]:
    """The facts at the head of a text, and the text after them (the whole text where there is no header)."""
    fenced = _FENCED.match(text.chars)
    if fenced:
        facts = _yaml_facts(text, fenced.start(1), fenced.end(1))
        return facts, text.cut(fenced.end(), len(text))
    return _labelled(text)


def _yaml_facts(text: Mapped, start: int, end: int) -> Facts:
    values = _scalars(text.chars[start:end])
    found: dict[str, str] = {}
    for key, value in values.items():
        field = _field(key)
        if field in _FIELDS and value.strip():
            found.setdefault(field, value.strip())
    title = found.pop("title", None)
    return Facts(title=None if title is None else _locate(text, title, start, end), **found)


def _scalars(source: str) -> dict[str, str]:
    """Top-level scalars of a YAML table; of one that is not well formed, whatever lines read `key: value`."""
    try:
        content = yaml.load(source, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        content = None
    if isinstance(content, dict):
        return {key: value for key, value in content.items() if isinstance(key, str) and isinstance(value, str)}
    return {match[1]: match[2].strip("'\"") for match in _SCALAR.finditer(source)}


def _locate(text: Mapped, value: str, start: int, end: int) -> Mapped | None:
    """Where a value stands in the header; None where YAML wrote it otherwise (escaped, folded)."""
    at = text.chars.find(value, start, end)
    return None if at < 0 else strip_tags(text.cut(at, at + len(value)))


def _labelled(text: Mapped) -> tuple[Facts, Mapped]:
    """Labelled lines count as a header when at least two different labels, or one that opens the body, lead the text."""
    facts: dict[str, tuple[int, int]] = {}
    body: int | None = None
    at, seen = 0, 0
    for field, start, end, after in _labels(text.chars):
        seen += 1
        if field == "body":
            body = start
            break
        facts.setdefault(field, (start, end))
        at = after
    if seen < _MIN_LABELS or not ("title" in facts or body is not None):
        return Facts(), text
    found = {field: text.chars[span[0] : span[1]].strip() for field, span in facts.items() if field in _FIELDS[1:]}
    title = strip_tags(text.cut(*facts["title"])).strip() if "title" in facts else None
    known = {field: value for field, value in found.items() if value}
    return Facts(title=title if title else None, **known), text.cut(at if body is None else body, len(text))


def _labels(chars: str) -> Iterator[tuple[str, int, int, int]]:
    """Field, start and end of the value, and where the next line begins, for the labelled lines that lead a text."""
    at = 0
    while True:
        while blank := _BLANK.match(chars, at):
            at = blank.end()
        match = _LABELLED.match(chars, at)
        field = _field(match[1]) if match else None
        if match is None or field is None:
            return
        yield field, match.start(2), match.end(2), match.end()
        at = match.end()


def _field(label: str) -> str | None:
    return _labels_by_name().get(label.strip().lower())


@cache
def _labels_by_name() -> dict[str, str]:
    names = (*_FIELDS, "body", "other")
    return {label.lower(): field for field in names for label in section("headers", field)}
