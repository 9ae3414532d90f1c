"""Sentences and clauses with the numbers, terms and markers that stand in them.

Cuts text; attaches no meaning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.model.document import Block, Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.lexicon import Lexicon, Marker, Term
from pipelines.normalize.extraction.mentions import NumberMention

# Chinese ends a sentence with its own marks; English with a period before a space and a capital, so that neither
# "1.2 million" nor "Mr. Li" ends one.
SENTENCE_END = {
    "zh": re.compile(r"[。！？!?…\n]+[”’」』）)\"]*"),
    "en": re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bNo)(?<!\bDr)(?<!\b[A-Z])[.!?]+[”’\")]*\s+(?=[“\"'(]?[A-Z0-9])|\n+"),
}
# A bracket opens a clause only where it holds a part of what stands before (…（其中3人…）).
CLAUSE_END = {
    "zh": re.compile(r"[，,；;：:]|[（(](?=其中|含|包括)"),
    "en": re.compile(r"[,;:]\s|\s[-–—]+\s|\((?=including|of )"),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas, with what was found in it, each in text order."""

    span: Span
    numbers: tuple[NumberMention, ...]
    terms: tuple[Term, ...]
    markers: tuple[Marker, ...]

    def has(self, kind: str, span: Span) -> bool:
        """Whether a marker of that kind stands wholly inside `span`."""
        return any(kind in marker.kinds and span.contains(marker.span) for marker in self.markers)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence inside one block."""

    span: Span
    block: Block
    block_index: int
    clauses: tuple[Clause, ...]

    def kinds(self) -> frozenset[str]:
        """Every kind of action and thing that the sentence names."""
        return frozenset(
            kind for clause in self.clauses for term in clause.terms for kind in term.actions | term.things
        )


def read_sentences(document: Document, numbers: Sequence[NumberMention], words: Lexicon) -> tuple[Sentence, ...]:
    """The sentences of a document in order. A cut never falls inside a number."""
    language = "en" if document.language == "en" else "zh"
    found: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        inside = [n for n in numbers if block.span.contains(n.span)]
        for span in _cut(document.text, block.span, SENTENCE_END[language], inside):
            clauses = tuple(
                _clause(document.text, part, inside, words)
                for part in _cut(document.text, span, CLAUSE_END[language], inside)
            )
            found.append(Sentence(span, block, index, clauses))
    return tuple(found)


def _cut(text: str, span: Span, ends: re.Pattern[str], numbers: Sequence[NumberMention]) -> list[Span]:
    cuts: list[Span] = []
    start = span.start
    for match in ends.finditer(text, span.start, span.end):
        if any(n.span.start < match.end() and match.start() < n.span.end for n in numbers):
            continue
        cuts.append(Span(start, match.end()))
        start = match.end()
    if start < span.end:
        cuts.append(Span(start, span.end))
    return cuts


def _clause(text: str, span: Span, numbers: Sequence[NumberMention], words: Lexicon) -> Clause:
    inside = tuple(n for n in numbers if span.contains(n.span))
    stretch = span.of(text)
    free = tuple(t for t in words.terms(stretch, span.start) if not any(t.span.overlaps(n.number) for n in inside))
    return Clause(span, inside, free, words.markers(stretch, span.start))
