"""Step 2: HTML, whole pages and fragments, to lines. Tolerant: text is never lost to markup that is not well formed.

Why no HTML parser: evidence must point into the captured text, and the parsers at hand (selectolax among them) keep no
source positions. Here is only the reading of tags; which lines are furniture is judged in `boilerplate`.
"""

import html
import re
from dataclasses import dataclass, field
from functools import cache

from pipelines.normalize.documents.lexicons import section, words
from pipelines.normalize.documents.lines import Facts, Line
from pipelines.normalize.documents.mapped import Edit, Mapped, concatenate
from pipelines.normalize.documents.page_facts import PageFacts

_TOKEN = re.compile(
    r"<!--(?:[^<-]++|<(?!!--)|-(?!->))*+-->|<!--|-->"
    r"|<(?P<raw>script|style)\b(?P<rawattrs>[^>]*)>(?P<content>(?:[^<]++|<(?!/?(?:script|style)\b))*+)</(?P=raw)\s*>"
    r"|<(?P<slash>/?)(?P<name>[a-z][a-z0-9:-]*)(?P<attrs>(?:[^<>\"'/]|/|\"[^\"<>]*\"|'[^'<>]*')*|[^<>]*)>"
    r"|<![a-z\[][^>]*>|<\?[^>]*>"
    r"|&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_NAMED = re.compile(r"""(?:class|id)\s*=\s*["']?([^"'>]*)""", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*(\d+(?:\.\d+)?)\s*(?:pt|px)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_SPACE = re.compile(r"\s+")
_NARROW = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")
_HEADING = re.compile(r"h[1-6]")
_VOID = frozenset(
    ("br", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "col", "embed", "area", "base")
)


def has_blocks(text: str) -> bool:
    """Whether block elements lay out the text, so that its own line breaks mean nothing."""
    return _block_tag().search(text) is not None


def has_tags(text: str) -> bool:
    """Whether there is anything for this step to do."""
    return "<" in text or "&" in text


def font_size(markup: str) -> float:
    """The largest font size, in points or pixels, that a stretch of markup sets; 0.0 where it sets none."""
    return max((float(size) for size in _SIZE.findall(markup)), default=0.0) if "font-size" in markup else 0.0


def strip_tags(text: Mapped) -> Mapped:
    """A line's text without inline tags and comments, entities decoded. Unknown tags are text and stay."""
    edits = []
    for token in _TOKEN.finditer(text.chars):
        put = _inline_edit(token)
        if put is not None:
            edits.append((token.start(), token.end(), put))
    return text.edit(edits)


def read_hypertext(text: Mapped, whole_page: bool) -> tuple[Facts, list[Line]]:
    """The facts of a page's head, and its lines in order. In a fragment, line breaks outside all elements count."""
    scan = _Scan(text, whole_page)
    at = 0
    for token in _TOKEN.finditer(text.chars):
        scan.text_node(at, token.start())
        at = token.end()
        scan.token(token)
    scan.text_node(at, len(text))
    scan.close_line()
    return scan.page.facts(), scan.lines


@dataclass
class _Scan:
    """Where a reading of a page stands: the line being built, and the elements that are open."""

    text: Mapped
    whole_page: bool
    lines: list[Line] = field(default_factory=list)
    page: PageFacts = field(default_factory=PageFacts)
    parts: list[Mapped] = field(default_factory=list)
    length: int = 0
    linked: int = 0
    bold: int = 0
    links: int = 0
    strongs: int = 0
    size: float = 0.0
    lead_open: bool = True
    lead: int = 0
    kind: str = ""
    skipped: str = ""
    skip_depth: int = 0
    open: list[tuple[str, bool]] = field(default_factory=list)

    def text_node(self, start: int, end: int) -> None:
        """Text between two tags."""
        if start >= end or self.skipped:
            return
        if self.whole_page or self.open or "\n" not in self.text.chars[start:end]:
            self._add(self.text.cut(start, end))
            return
        for match in re.finditer(r"[^\n]+|\n", self.text.chars[start:end]):
            if match[0] == "\n":
                self.close_line()
            else:
                self._add(self.text.cut(start + match.start(), start + match.end()))

    def token(self, token: "re.Match[str]") -> None:
        """A tag, an entity, a comment or a raw element."""
        name = token["name"]
        if name is not None:
            self._tag(name.lower(), bool(token["slash"]), token)
        elif token["raw"]:
            self.page.script(token["rawattrs"], token["content"])
        elif token[0][0] == "&" and not self.skipped:
            put = html.unescape(token[0])
            edits: list[Edit] = [(0, len(token[0]), put)]
            self._add(self.text.cut(token.start(), token.end()).edit(edits))

    def close_line(self) -> None:
        """End the line being built, and hand it on unless it is empty."""
        if self.parts:
            text = _tidy(concatenate(self.parts))
            if text.chars:
                self._hand_on(text)
        self.parts, self.length, self.linked, self.bold, self.size = [], 0, 0, 0, 0.0
        self.lead_open, self.lead = True, 0

    def _hand_on(self, text: Mapped) -> None:
        if self.kind == "title":
            self.page.title(text)
            return
        strong = self.bold >= self.length
        level = int(self.kind[1]) if _HEADING.fullmatch(self.kind) else 0
        self.lines.append(
            Line(
                text,
                kind="heading"
                if level
                else "list_item"
                if self.kind == "li"
                else "caption"
                if self.kind == "figcaption"
                else "paragraph",
                level=level,
                linked=min(self.linked, len(text)),
                strong=strong,
                lead=0 if strong else min(self.lead, len(text)),
                size=self.size,
                zone="chrome" if any(chrome for _, chrome in self.open) else "",
            )
        )

    def _add(self, part: Mapped) -> None:
        visible = len(part.chars.strip())
        self.parts.append(part)
        self.length += visible
        if self.links:
            self.linked += visible
        if self.strongs:
            self.bold += visible
            self.lead += visible if self.lead_open else 0
        elif visible:
            self.lead_open = False

    def _tag(self, name: str, closing: bool, token: "re.Match[str]") -> None:
        if self.skipped:
            self._skip(name, closing)
            return
        if not self.whole_page and name not in _known():
            self._add(self.text.cut(token.start(), token.end()))
            return
        attrs = token["attrs"] or ""
        if name in _names("skipped"):
            if not closing and not attrs.endswith("/"):
                self.skipped, self.skip_depth = name, 1
            return
        if name in ("meta", "link", "time") and not closing:
            self.page.tag(name, attrs)
        if name in _names("block"):
            self._block(name, closing, attrs)
        else:
            self._inline(name, closing, attrs)

    def _skip(self, name: str, closing: bool) -> None:
        """Inside an element whose content is no text: wait for its end, but not beyond the end of a block around it."""
        if name == self.skipped:
            self.skip_depth += -1 if closing else 1
        elif closing and name in _names("container"):
            self.skip_depth = 0
        if self.skip_depth <= 0:
            self.skipped = ""

    def _block(self, name: str, closing: bool, attrs: str) -> None:
        self.close_line()
        if name != "br":
            self.kind = (
                ""
                if closing
                else name
                if name in ("title", "li", "figcaption") or _HEADING.fullmatch(name)
                else self.kind
            )
        if name not in _names("container"):
            return
        if closing:
            self._close(name)
        else:
            if name == "p" and self.open and self.open[-1][0] == "p":
                self.open.pop()
            self.open.append((name, name in _names("chrome") or _is_chrome(attrs)))
            self._size(attrs)

    def _close(self, name: str) -> None:
        """Close the innermost element of that name, with all that was left open inside it."""
        for depth in range(len(self.open) - 1, -1, -1):
            if self.open[depth][0] == name:
                del self.open[depth:]
                return

    def _inline(self, name: str, closing: bool, attrs: str) -> None:
        step = -1 if closing else 1
        if name == "a":
            self.links = max(0, self.links + step)
        elif name in _names("strong"):
            self.strongs = max(0, self.strongs + step)
        if not closing:
            self._size(attrs)

    def _size(self, attrs: str) -> None:
        self.size = max(self.size, font_size(attrs))


def _tidy(text: Mapped) -> Mapped:
    """White space as HTML shows it: runs are one space, and none between Chinese characters, where it is only layout."""
    text = text.strip()
    if not _SPACE.search(text.chars):
        return text
    edits: list[Edit] = []
    for match in _SPACE.finditer(text.chars):
        start, end = match.span()
        broken = "\n" in match[0]
        narrow = broken and (_NARROW.match(text.chars[start - 1]) or _NARROW.match(text.chars[end]))
        put = "" if narrow else " "
        if put != match[0]:
            edits.append((start, end, put))
    return text.edit(edits)


def _inline_edit(token: "re.Match[str]") -> str | None:
    """What a tag or entity inside a line becomes; None where it is text."""
    name = token["name"]
    if name is not None:
        known = name.lower() if name.lower() in _known() else None
        return None if known is None else " " if known in _names("block") else ""
    if token[0][0] == "&":
        return html.unescape(token[0])
    return ""


def _is_chrome(attrs: str) -> bool:
    if not attrs:
        return False
    return any(
        not _names("chrome_names").isdisjoint(_WORD.findall(match[1].lower())) for match in _NAMED.finditer(attrs)
    )


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(section("html", key))


@cache
def _known() -> frozenset[str]:
    return _names("block") | _names("inline")


@cache
def _block_tag() -> "re.Pattern[str]":
    return re.compile(rf"<{words('html', 'block')}\b[^<>]*>", re.IGNORECASE)
