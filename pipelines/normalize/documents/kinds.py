"""What kind of block a line is: heading, list item, paragraph. Case segmentation rests on headings.

A markup's word counts first; then the shape of the line: numbered or labelled, short, no sentence, prose to follow.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipelines.model.document import BlockKind
from pipelines.normalize.documents.boilerplate import is_prose
from pipelines.normalize.documents.lexicons import words
from pipelines.normalize.documents.lines import Line

_MAX_HEADING = 45
_MAX_NUMBERED = 70
_MAX_LATIN_WORDS = 40
_MAX_CAPTION = 80
_MIN_LEAD = 8
_ENDS_SENTENCE = re.compile(r"[。；，、;,][”’」』\"')）\]】]*$|[A-Za-z)”\"']\.[”\"']?$")
_HAN = re.compile("[\u3400-\u9fff]")
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[IVX]{1,4})"


def with_kinds(lines: Sequence[Line]) -> list[Line]:
    """The lines under their kinds; a numbered bold run that opens a paragraph becomes a heading of its own."""
    split = [part for line in lines for part in _split_lead(line)]
    return [line.with_kind(_kind(line, at + 1 < len(split))) for at, line in enumerate(split)]


def is_numbered(chars: str) -> bool:
    """Whether a line begins as the items of an enumeration do: 1. / 一、/ (三) / 案例二 / Case 4."""
    return _enumerator().match(chars) is not None


def _kind(line: Line, followed: bool) -> BlockKind:
    if line.level or line.kind == "caption":
        return "heading" if line.level else "caption"
    if line.kind == "list_item" and not is_numbered(line.chars):
        return "list_item"
    chars = line.chars
    if len(chars) <= _MAX_CAPTION and _caption().match(chars):
        return "caption"
    if is_prose(line) and not (line.strong and is_numbered(chars) and _is_short(chars, _MAX_NUMBERED)):
        return "paragraph"
    numbered = is_numbered(chars)
    if _ENDS_SENTENCE.search(chars) and not (line.strong and numbered):
        return "list_item" if numbered or line.kind == "list_item" else "paragraph"
    if _is_short(chars, _MAX_NUMBERED if numbered or line.strong else _MAX_HEADING) and (
        followed or numbered or line.strong
    ):
        return "heading"
    return "list_item" if line.kind == "list_item" else "paragraph"


def _is_short(chars: str, limit: int) -> bool:
    return len(chars) <= limit if _HAN.search(chars) else len(chars.split()) <= _MAX_LATIN_WORDS


def _split_lead(line: Line) -> list[Line]:
    if not line.lead:
        return [line]
    lead = line.text.cut(0, line.lead).strip()
    rest = line.text.cut(line.lead, len(line.text)).strip()
    if not rest.chars or not _MIN_LEAD <= len(lead) <= _MAX_NUMBERED or not is_numbered(lead.chars):
        return [line]
    return [
        replace(line, text=lead, strong=True, lead=0, linked=0),
        replace(line, text=rest, lead=0, linked=min(line.linked, len(rest))),
    ]


@cache
def _caption() -> "re.Pattern[str]":
    return re.compile(words("sections", "captions"))


@cache
def _enumerator() -> "re.Pattern[str]":
    cases = words("sections", "cases")
    return re.compile(
        rf"(?:[(（【\[]?{_NUMBER}[)）】\]]?\s*[、.．:：)）]|[(（]{_NUMBER}[)）]|第{_NUMBER}[起例案类个]?[、：:，]?|[①-⑳]"
        rf"|[【\[]?{cases}\s*{_NUMBER}(?![\d年月]))(?!\d)"
    )
