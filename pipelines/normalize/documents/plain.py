"""Plain text to lines: a line of the file is a line, an empty line is a gap."""

import re

from pipelines.normalize.documents.hypertext import font_size, has_tags, strip_tags
from pipelines.normalize.documents.lines import Line
from pipelines.normalize.documents.mapped import Edit, Mapped

_LINE = re.compile(r"[^\n\r\x0b\x0c\u2028\u2029]+")
_INDENT = re.compile(r"(?:\u3000| {2}|\t)")
_BULLET = re.compile(r"[-*•●■◆▲◎·]\s+(?=\S)")
_WIDE_SPACE = re.compile(r"[ \t\u00a0]{2,}|[\t\u00a0\u200b\ufeff\xad]")


def read_plain(text: Mapped) -> list[Line]:
    """The lines of a plain text, inline HTML removed."""
    lines: list[Line] = []
    last = 0
    tags = has_tags(text.chars)
    for match in _LINE.finditer(text.chars):
        raw = text.cut(*match.span())
        size = font_size(raw.chars)
        if tags and has_tags(raw.chars):
            raw = strip_tags(raw)
        line = tidy(raw)
        if not line.chars:
            continue
        gap = text.chars.count("\n", last, match.start()) > 1 or not lines
        lines.append(_line(line, gap, _INDENT.match(raw.chars) is not None, size))
        last = match.end()
    return lines


def tidy(text: Mapped) -> Mapped:
    """Trimmed, tabs and runs of spaces as one space, zero-width characters gone."""
    text = text.strip()
    if "  " not in text.chars and text.chars.isprintable():
        return text
    edits: list[Edit] = []
    for match in _WIDE_SPACE.finditer(text.chars):
        put = "" if match[0] in "\u200b\ufeff\xad" else " "
        edits.append((match.start(), match.end(), put))
    return text.edit(edits)


def _line(text: Mapped, gap: bool, indented: bool, size: float) -> Line:
    bullet = _BULLET.match(text.chars)
    if bullet and bullet.end() < len(text):
        return Line(text.cut(bullet.end(), len(text)), kind="list_item", gap=gap, indented=indented, size=size)
    return Line(text, gap=gap, indented=indented, size=size)
