"""A document: the text of an article as rules read it, tied character by character to the captured text.

How bytes become a document is the business of `pipelines.normalize.documents`; what is read from it, of
`pipelines.normalize.extraction`.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipelines.model.span import Evidence, Span

Language = Literal["zh", "en", "other"]
Script = Literal["Hans", "Hant", "Latn", "other"]
BlockKind = Literal["title", "heading", "paragraph", "list_item", "caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of `Document.text` that stands on its own: a headline, a paragraph. `span` excludes the newline."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """What rules read.

    text        only the article's own headline and body: no navigation, footer, link list, advertisement. Simplified
                characters, no pinyin glosses, full-width digits and Latin letters as ASCII; one "\\n" between blocks
    starts,ends for every character i of `text`: the range captured_text[starts[i]:ends[i]] that it was read from
    blocks      in order, not overlapping; a headline taken from the captured text is the first block, kind "title"
    damaged     spans of `text` that are mojibake; nothing is to be read from them
    title       as a person would write it, without site suffixes; None where there is none
    published_on   with `published_basis` saying what it rests on: declared, front_matter, meta, byline, dateline, url
    """

    captured_text: str
    text: str
    starts: "array[int]"
    ends: "array[int]"
    blocks: tuple[Block, ...]
    damaged: tuple[Span, ...]
    language: Language
    script: Script
    title: str | None
    publisher: str | None
    url: str | None
    published_on: date | None
    published_basis: str | None
    notes: tuple[str, ...] = field(default=())

    def source_span(self, span: Span) -> Span:
        """The captured-text range behind a range of `text`. An empty span has no words to show and is refused."""
        if not len(span):
            raise ValueError("an empty span has no source")
        return Span(self.starts[span.start], self.ends[span.end - 1])

    def evidence(self, span: Span, rule: str) -> Evidence:
        """Evidence for a range of `text`, quoted from the captured text."""
        source = self.source_span(span)
        return Evidence(source, source.of(self.captured_text), rule)

    def is_damaged(self, span: Span) -> bool:
        """Whether the range touches a damaged stretch."""
        return any(span.overlaps(other) for other in self.damaged)


def identity_offsets(length: int) -> tuple["array[int]", "array[int]"]:
    """`starts` and `ends` of a text that is its own captured text."""
    return array("l", range(length)), array("l", range(1, length + 1))


def plain_document(
    text: str,
    language: Language = "zh",
    published_on: date | None = None,
    blocks: Sequence[Block] | None = None,
    title: str | None = None,
) -> Document:
    """A document whose text is the captured text, one paragraph a line: tests of rules start from a sentence."""
    starts, ends = identity_offsets(len(text))
    if blocks is None:
        lines = [line for line in _lines(text) if len(line)]
        blocks = [Block("paragraph", span) for span in lines]
    return Document(
        captured_text=text,
        text=text,
        starts=starts,
        ends=ends,
        blocks=tuple(blocks),
        damaged=(),
        language=language,
        script="Latn" if language == "en" else "Hans",
        title=title,
        publisher=None,
        url=None,
        published_on=published_on,
        published_basis=None if published_on is None else "declared",
    )


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1
