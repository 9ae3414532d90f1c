"""The lines of an article as its markup gives them, before it is decided which of them belong to the article.

A line is the smallest thing that is kept or dropped. What a markup tells of a line is written down here; reading a
markup is the business of `hypertext`, `markdown` and `plain`, judging lines that of `boilerplate`.
"""

from dataclasses import dataclass

from pipelines.model.document import BlockKind
from pipelines.normalize.documents.mapped import Mapped


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with what its markup says of it.

    text      trimmed, without markup, never empty once a reader has handed it on
    kind      as the markup says; "paragraph" where it says nothing
    level     of a heading, 1 to 6; 0 otherwise
    linked    how many characters stand inside links
    strong    the whole line is bold
    lead      length of a bold run with which a line begins that is not bold as a whole
    size      font size in points or pixels, 0.0 where it is not told
    zone      "chrome" inside an element that by its own name holds navigation, footers or recommendations; "credit" once
              a line within or after the body is known to be nothing but a credit
    gap       an empty line, or an element's border, stands before it
    indented  the line begins with an indent, as a new paragraph does
    """

    text: Mapped
    kind: BlockKind = "paragraph"
    level: int = 0
    linked: int = 0
    strong: bool = False
    lead: int = 0
    size: float = 0.0
    zone: str = ""
    gap: bool = True
    indented: bool = False

    @property
    def chars(self) -> str:
        """The characters of the line."""
        return self.text.chars

    def with_text(self, text: Mapped) -> "Line":
        """The same line under another text."""
        return self if text is self.text else self._remade(text, self.kind, self.zone)

    def with_kind(self, kind: BlockKind) -> "Line":
        """The same line under another kind."""
        return self if kind == self.kind else self._remade(self.text, kind, self.zone)

    def in_zone(self, zone: str) -> "Line":
        """The same line in another zone."""
        return self._remade(self.text, self.kind, zone)

    def _remade(self, text: Mapped, kind: BlockKind, zone: str) -> "Line":
        """What `dataclasses.replace` does, ten times faster: it is done for every line of every article."""
        linked, strong, lead = min(self.linked, len(text)), self.strong, min(self.lead, len(text))
        return Line(text, kind, self.level, linked, strong, lead, self.size, zone, self.gap, self.indented)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of its article outside the article's lines: front matter, labels, `<meta>`, the container.

    Each value is a text as found, mapped where it stands in the captured text; None where nothing is said. `site` is the
    name of the site or account that carries the article, weaker than `publisher`.
    """

    title: Mapped | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
