"""The article as segmentation reads it: its units of text, and what is known of each before any case is told apart.

A unit is a sentence, or a part of one between semicolons: round-ups put a case into each part. What begins a case is the
business of `openers`, what belongs to it of `items` and `stories`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from pipelines.model.document import Block, Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import AgencyMention, inside
from pipelines.normalize.extraction.structure import cues
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.lexicon import pattern
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.sentences import Sentence, split_units

BRACKETS = ("【", "〖", "■", "▍", "◆", "●")  # what sets a line as the heading of a part
STUB = 16  # letters under a headline that tell nothing (watch the video, open in the app)
FRAME_UNITS = 3  # units of the body that say, with the headline, whether one case is told or several


@record()
class Article:
    """A document with its units, the bodies and places named in it, its headings and blocks of advice, and its totals."""

    document: Document
    units: tuple[Sentence, ...]
    agencies: tuple[AgencyMention, ...]
    places: tuple[Place, ...]
    headings: frozenset[int]
    closed: frozenset[int]
    totals: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The text that all spans count in."""
        return self.document.text

    def block_of(self, unit: Sentence) -> Block:
        """The block that holds the unit."""
        return self.document.blocks[unit.block]

    def is_total(self, span: Span) -> bool:
        """Whether the span is a unit of totals, or a part of one."""
        at = bisect_right(self.totals, span.start, key=lambda total: total.start)
        return at > 0 and self.totals[at - 1].contains(span)

    def is_abroad(self, spans: Sequence[Span]) -> bool:
        """Whether a story is another state's alone: its police act, and no body or place of China is named."""
        text = self.text
        forces = [
            Span(*match.span())
            for span in spans
            for match in pattern("gate", "foreign_force").finditer(text, span.start, span.end)
        ]
        own = [
            a for span in spans for a in self.agencies_in(span) if not any(force.overlaps(a.span) for force in forces)
        ]
        if not forces or own or any(self.places_in(span) for span in spans):
            return False
        return not any(pattern("gate", "authority").search(text, span.start, span.end) for span in spans)

    def after(self, start: int) -> "Article":
        """The article as if nothing were told before this character."""
        before = (index for index, block in enumerate(self.document.blocks) if block.span.start < start)
        return replace(self, closed=self.closed.union(before))

    def is_heading(self, index: int) -> bool:
        """Whether the block is a heading, or a short line without a full stop."""
        return index in self.headings

    def is_part_heading(self, index: int) -> bool:
        """Whether the block is a heading over a part of the article: not its headline, which may be set as a mere heading."""
        if index < 0 or self.document.blocks[index].kind == "title" or not self.is_heading(index):
            return False
        words = self.document.blocks[index].span.of(self.text)
        is_worded = sum(character.isalpha() for character in words) > 1
        before = self.document.blocks[:index]
        if words.startswith(BRACKETS) and any(block.kind == "title" for block in before):
            return True
        return is_worded and any(block.kind != "title" and not self.is_heading(i) for i, block in enumerate(before))

    def body_units(self) -> list[Sentence]:
        """The units outside the headline."""
        return [unit for unit in self.units if self.block_of(unit).kind != "title"]

    def agencies_in(self, span: Span) -> list[AgencyMention]:
        """The bodies named in the span whose place is known."""
        return [a for a in inside(span, self.agencies) if a.adcode is not None]

    def places_in(self, span: Span) -> list[Place]:
        """The places of China named in the span."""
        return [p for p in inside(span, self.places) if geo.is_chinese(p.adcode) and p.adcode != geo.CHINA]


def read_article(document: Document, agencies: Sequence[AgencyMention], places: Sequence[Place]) -> Article:
    """The article with everything that is known of its units."""
    units = split_units(document)
    totals = cues.totals(document.text, units)
    headings = _headings(document)
    return Article(
        document, units, tuple(agencies), tuple(places), headings, _closed_blocks(document, headings), totals
    )


def _headings(document: Document) -> frozenset[int]:
    blocks = enumerate(document.blocks)
    return frozenset(index for index, block in blocks if cues.is_heading(document.text, block, document.language))


def is_empty(document: Document) -> bool:
    """Whether nothing but a few words stands under the headline: a page whose body is missing or broken."""
    if not any(block.kind == "title" for block in document.blocks):
        return False
    body = (block.span.of(document.text) for block in document.blocks if block.kind not in ("title", "caption"))
    letters = (character for words in body for character in words if character.isalpha())
    return sum(1 for _ in islice(letters, STUB + 1)) <= STUB


def frame_of(article: Article) -> tuple[bool, bool]:
    """Whether headline and opening speak of several cases or of work with cases as examples, and whether they speak of one."""
    title = [unit.span for unit in article.units if article.block_of(unit).kind == "title"]
    opening = [unit.span for unit in article.body_units()[:FRAME_UNITS]]
    several = any(cues.has("plural", article.text, span) for span in [*title, *opening]) or _is_report(article, opening)
    one = any(cues.has("singular", article.text, span) for span in title)
    return several, one


def _is_report(article: Article, opening: Sequence[Span]) -> bool:
    """Whether the article reports a bureau's work, and cases only as examples: it opens with totals or a meeting."""
    for span in opening:
        if article.is_total(span) or cues.has("meeting", article.text, span):
            return True
        if cues.tells_event(article.text, span):
            return False
    return False


def _closed_blocks(document: Document, headings: frozenset[int]) -> frozenset[int]:
    """Blocks of advice, tricks and outlook; a closing heading closes what follows until a heading resumes the cases.

    Where it is one item of a list, it closes that item only: the next mark begins the next.
    """
    closed: set[int] = set()
    is_open, is_item = True, False
    for index, block in enumerate(document.blocks):
        if block.kind == "title":
            continue
        is_heading = index in headings
        if cues.is_closing(document.text, block):
            closed.add(index)
            is_open = not is_heading
            is_item = is_heading and cues.has("list_mark", document.text, block.span)
            continue
        if not is_open and is_heading:
            is_next = is_item and cues.has("list_mark", document.text, block.span)
            is_open = is_next or cues.has("resuming", document.text, block.span)
        if not is_open:
            closed.add(index)
    return frozenset(closed)


def merged(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbours that only white space or a semicolon parts become one span."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)
