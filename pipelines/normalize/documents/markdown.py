"""Step 3: Markdown to lines. Headings, lists and emphasis are noted and their signs dropped, links become their text,
images vanish. Inline HTML is left to `hypertext`."""

import re

from pipelines.normalize.documents.hypertext import font_size, has_tags, strip_tags
from pipelines.normalize.documents.lines import Line
from pipelines.normalize.documents.mapped import Edit, Mapped
from pipelines.normalize.documents.plain import tidy

_LINE = re.compile(r"[^\n\r]+")
_TARGET = r"\(\s*(?:<[^<>\n]*>|(?:[^()\n]|\([^()\n]*\))*)\)"
_IMAGE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:" + _TARGET + r"|\[[^\]\n]*\])")
_LINK = re.compile(r"\[((?:[^\[\]\n]|\[(?:[^\[\]\n])*\])*)\]" + _TARGET)
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]*>")
_EMPHASIS = re.compile(r"\*{1,}|__+|~~|`+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PREFIX = re.compile(
    r"[ \t\u3000]*(?:>[ \t\u3000]*)*"
    r"(?:(?P<level>#{1,6})(?:[ \t]+|(?=[^#\s])|$)|(?P<bullet>[-*+•])[ \t]+(?P<level2>#{1,6}(?=[ \t]))?)?"
)
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_RULE = re.compile(
    r"[ \t]*(?:[-*_=][ \t]*){3,}$|[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*\|?[ \t]*$|[ \t]*(?:```|~~~)[\w-]*[ \t]*$"
)
_STRONG = re.compile(r"\s*(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_MARKS = re.compile(r"[\[<*_~`\\|]")
_SIGNS = re.compile(r"(?m)^ {0,3}#{1,6} \S|\]\((?:https?:|/|\.|\))|^\*\*\S.*\*\*\s*$")
_MIN_SIGNS = 2
_MAX_RULE = 200


def looks_like_markdown(text: str) -> bool:
    """Whether a text that nobody declared as Markdown is plainly written in it."""
    if "](" not in text and "**" not in text and "#" not in text:
        return False
    return sum(1 for _ in zip(_SIGNS.finditer(text), range(_MIN_SIGNS), strict=False)) >= _MIN_SIGNS


def read_markdown(text: Mapped) -> list[Line]:
    """The lines of a Markdown text."""
    lines: list[Line] = []
    last = 0
    for match in _LINE.finditer(text.chars):
        if len(match[0]) <= _MAX_RULE and _RULE.match(match[0]):
            continue
        line = _line(text.cut(*match.span()), gap=text.chars.count("\n", last, match.start()) > 1 or not lines)
        if line is not None:
            lines.append(line)
            last = match.end()
    return lines


def _line(raw: Mapped, gap: bool) -> Line | None:
    prefix = _PREFIX.match(raw.chars)
    start = prefix.end() if prefix else 0
    marks = (prefix["level2"] or prefix["level"]) if prefix else None
    body = raw.cut(start, len(raw)).strip()
    if marks and body.chars.endswith("#") and (closing := _CLOSING.search(body.chars)):
        body = body.cut(0, closing.start())
    text, linked, strong, lead = _inline(body)
    if not text.chars:
        return None
    level = len(marks.strip()) if marks else 0
    bullet = bool(prefix and prefix["bullet"])
    return Line(
        text,
        kind="heading" if level else "list_item" if bullet else "paragraph",
        level=level,
        linked=linked,
        strong=strong,
        lead=lead,
        size=font_size(raw.chars),
        gap=gap or bool(level),
        indented=raw.chars.startswith("\u3000"),
    )


def _inline(text: Mapped) -> tuple[Mapped, int, bool, int]:
    """The text without inline marks, how much of it was linked, whether it was all bold, how long its bold beginning."""
    if not _MARKS.search(text.chars):
        return tidy(text), 0, False, 0
    if "](" in text.chars or "][" in text.chars:
        text = text.edit([(match.start(), match.end(), "") for match in _IMAGE.finditer(text.chars)])
    text, linked = _unlink(text)
    strong, lead = _bold(text.chars)
    text = text.edit(_signs(text.chars))
    if has_tags(text.chars):
        text = strip_tags(text)
    text = tidy(text)
    return text, min(linked, len(text)), strong, 0 if strong else min(lead, len(text))


def _unlink(text: Mapped) -> tuple[Mapped, int]:
    edits: list[Edit] = []
    linked = 0
    for match in _LINK.finditer(text.chars):
        linked += len(match[1].strip("*_ "))
        edits.append((match.start(), match.start(1), ""))
        edits.append((match.end(1), match.end(), ""))
    text = text.edit([edit for edit in edits if edit[0] < edit[1]])
    return text.edit([(match.start(), match.end(), "") for match in _AUTOLINK.finditer(text.chars)]), linked


def _bold(chars: str) -> tuple[bool, int]:
    at, length, first = 0, 0, 0
    while match := _STRONG.match(chars, at):
        length += len(match[2])
        at = match.end()
    first = length
    return (length > 0 and not chars[at:].strip(" *_\u3000")), first


def _signs(chars: str) -> list[Edit]:
    """Emphasis, code and escape signs. A single underscore or a star between digits is text."""
    edits: list[Edit] = []
    for match in re.finditer(r"\\[!-/:-@\[-`{-~]|\*+|__+|~~|`+|\|", chars):
        start, end = match.span()
        if chars[start] == "\\":
            end = start + 1
        elif match[0] == "*" and _between_digits(chars, start):
            continue
        put = " " if match[0] == "|" and chars.lstrip().startswith("|") else ""
        if match[0] == "|" and not put:
            continue
        edits.append((start, end, put))
    return edits


def _between_digits(chars: str, at: int) -> bool:
    return 0 < at < len(chars) - 1 and chars[at - 1].isdigit() and chars[at + 1].isdigit()
