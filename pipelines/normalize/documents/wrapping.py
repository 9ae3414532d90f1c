"""Joins sentences that a file broke across lines: at a fixed width, at a page's end, around a picture.

Only where the break is plainly no border: the line before it is unfinished, and the next goes on with it.
"""

import re
from collections.abc import Sequence

from pipelines.normalize.documents.lines import Line
from pipelines.normalize.documents.mapped import between, concatenate

_FINISHED = re.compile(r"[。！？；：…!?;:.][”’」』\"')）\]】]*$")
_UNFINISHED = re.compile(r"[，、,]$")
_GOES_ON = re.compile(r"[a-z]")
_LATIN_END = re.compile(r"[A-Za-z,\-—–]$")
_STARTS_NEW = re.compile(
    r"[\s\u3000]*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]|案例|[-*•●■◆]|Case\s)"
)
_WIDE = re.compile("[\u2e80-\u9fff\uff00-\uffef，。、；：？！“”‘’（）《》【】]")
_MIN_LATIN = 40
_MIN_WIDTH = 20
_MAX_WIDTH = 100
_NEAR = 0.8
_MIN_FULL_LINES = 3


def rejoined(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that one sentence runs through made one."""
    width = _wrap_width(lines)
    result: list[Line] = []
    for line in lines:
        if result and _continues(result[-1], line, width):
            result[-1] = _join(result[-1], line)
        else:
            result.append(line)
    return result


def _continues(before: Line, line: Line, width: int) -> bool:
    if before.level or line.level or line.kind == "list_item" or before.strong != line.strong:
        return False
    one, other = before.chars, line.chars
    if _FINISHED.search(one) or line.indented or _STARTS_NEW.match(other):
        return False
    if len(one) >= _MIN_LATIN and _GOES_ON.match(other) and _LATIN_END.search(one):
        return True
    if _UNFINISHED.search(one) and len(one) >= _MIN_WIDTH:
        return True
    last = len(one) if before.gap else len(one) % width if width else 0
    return bool(width) and not line.gap and (last >= _NEAR * width or len(one) > width)


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width at which the file was wrapped; 0 where its lines are paragraphs."""
    lengths = [len(line.text) for line in lines if not line.gap or line.kind == "paragraph"]
    width = max(lengths, default=0)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    full = sum(
        length >= _NEAR * width and not _FINISHED.search(line.chars)
        for length, line in zip(lengths, lines, strict=False)
    )
    return width if full >= _MIN_FULL_LINES else 0


def _join(before: Line, line: Line) -> Line:
    one, other = before.text, line.text
    narrow = _WIDE.match(one.chars[-1]) or _WIDE.match(other.chars[0])
    parts = [one, other] if narrow else [one, between(one, other, " "), other]
    return before.with_text(concatenate(parts))
