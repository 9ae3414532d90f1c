"""Markdown text → front matter and headed sections, by position. Nothing is judged here.

Only what splitting needs is read: ATX headings (`## …`) outside of fenced code, rules, links, `key: value` front matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<matter>.*?)\n---[ \t]*(?:\r?\n|\Z)", re.S)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t　]+(?P<title>.*))?$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_KEY = re.compile(r"^(?P<key>[^\s:：#'\"{}\[\]-][^:：\n]{0,30}?)[^\S\n]*[:：][^\S\n]*(?P<value>\S.*)$", re.M)
_LINK = re.compile(
    r"(?<!!)\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<url>[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)(?:\s[^()]*)?\)"
)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_EMPHASIS = re.compile(r"\*\*|__|`|</?\w[^<>]*>")
RULE = re.compile(r"^[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\r?$", re.M)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its text. Positions in the file's text.

    start…body_start is the heading line, body_start…own_end the text up to any next heading, …end the text up to the
    next heading of the same or a higher level (lower number).
    """

    level: int
    title: str
    url: str | None
    start: int
    body_start: int
    own_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A Markdown file taken apart: front matter, the text before the first heading, sections in order."""

    text: str
    matter: dict[str, str]
    preamble_start: int
    sections: tuple[Section, ...]

    @property
    def preamble(self) -> str:
        """The text before the first heading, without front matter."""
        return self.text[self.preamble_start : self.sections[0].start if self.sections else len(self.text)]

    def own_text(self, section: Section) -> str:
        """A section's text up to any next heading."""
        return self.text[section.body_start : section.own_end]

    def body(self, section: Section) -> str:
        """A section's text with its subsections."""
        return self.text[section.body_start : section.end]


def outline(text: str) -> Outline:
    """Take a Markdown text apart. Total: every text has an outline."""
    found = _FRONT_MATTER.match(text)
    start = found.end() if found else 0
    matter = dict(labelled(found.group("matter"))) if found else {}
    return Outline(text, matter, start, tuple(_sections(text, start)))


def labelled(text: str) -> Iterator[tuple[str, str]]:
    """The `key: value` lines of a text, quotes around the value removed."""
    for found in _KEY.finditer(text):
        yield found.group("key"), found.group("value").strip().strip("'\"")


def links(text: str) -> Iterator[tuple[str, str]]:
    """The links of a text: their words and where they lead."""
    for found in _LINK.finditer(text):
        yield plain(found.group("words")), found.group("url")


def plain(text: str) -> str:
    """Markdown of one line as words: images gone, links and emphasis reduced to their words."""
    return _EMPHASIS.sub("", _LINK.sub(r"\g<words>", _IMAGE.sub("", text))).strip()


def _sections(text: str, start: int) -> Iterator[Section]:
    heads = [head for head in _headings(text, start) if head[1]]
    ends = _section_ends([level for level, *_ in heads])
    for index, (level, title, url, begin, body) in enumerate(heads):
        own_end = heads[index + 1][3] if index + 1 < len(heads) else len(text)
        end = heads[ends[index]][3] if ends[index] < len(heads) else len(text)
        yield Section(level, title, url, begin, body, own_end, end)


def _section_ends(levels: list[int]) -> list[int]:
    """For each heading the number of the next one that is not below it."""
    ends = [len(levels)] * len(levels)
    next_at = dict.fromkeys(range(1, 7), len(levels))
    for index in range(len(levels) - 1, -1, -1):
        ends[index] = min(next_at[level] for level in range(1, levels[index] + 1))
        next_at[levels[index]] = index
    return ends


def _headings(text: str, start: int) -> Iterator[tuple[int, str, str | None, int, int]]:
    """Level, words, link, start and end of each heading line. A heading without words separates nothing."""
    fence = ""
    for line in _LINE.finditer(text, start):
        mark = _FENCE.match(line.group())
        if mark:
            fence = "" if fence == mark.group(1) else fence or mark.group(1)
        elif not fence and (found := _HEADING.match(line.group().rstrip())):
            title = (found.group("title") or "").rstrip("# \t　")
            url = next((url for _, url in links(title)), None)
            yield len(found.group("marks")), plain(title), url, line.start(), line.end()
