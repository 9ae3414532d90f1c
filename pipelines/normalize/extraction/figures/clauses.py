"""Sentences and clauses with the numbers, terms and markers that stand in them.

Cuts text; attaches no meaning.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from pipelines.model.document import Block, Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.lexicon import Lexicon, Marker, Term
from pipelines.normalize.extraction.figures.rules import load_yaml, word_list
from pipelines.normalize.extraction.mentions import NumberMention, inside

CHINESE_END = re.compile(r"[。！？!?…\n]+[”’」』）)\"]*")
# A bracket opens a clause only where it holds a part of what stands before (…（其中3人…）).
CLAUSE_END = {
    "zh": re.compile(r"[，,；;：:]|[（(](?=其中|含|包括)"),
    "en": re.compile(r"[,;:]\s|\s[-–—]+\s|\((?=including|of )"),
}

# Longer runs are tables, not prose; cutting them keeps the work in proportion to the text.
MAX_CLAUSES = 60
MAX_NUMBERS = 16


@record()
class Clause:
    """A stretch between commas, with what was found in it, each in text order."""

    span: Span
    numbers: tuple[NumberMention, ...]
    terms: tuple[Term, ...]
    markers: tuple[Marker, ...]

    def has(self, kind: str, span: Span) -> bool:
        """Whether a marker of that kind stands wholly inside `span`."""
        return any(kind in marker.kinds and span.contains(marker.span) for marker in self.markers)


@dataclass(frozen=True)
class Sentence:
    """A sentence inside one block."""

    span: Span
    block: Block
    block_index: int
    clauses: tuple[Clause, ...]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Every kind of action and thing that the sentence names."""
        return frozenset(
            kind for clause in self.clauses for term in clause.terms for kind in term.actions | term.things
        )


def read_sentences(document: Document, numbers: Sequence[NumberMention], words: Lexicon) -> tuple[Sentence, ...]:
    """The sentences of every block that holds a number, in order. A cut never falls inside a number."""
    language = "en" if document.language == "en" else "zh"
    cutter = _Cutter(document.text, numbers, words)
    found: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        if not inside(block.span, cutter.numbers):
            continue
        for span in cutter.cut(block.span, _sentence_end(language)):
            clauses = cutter.clauses(cutter.cut(span, CLAUSE_END[language]))
            for start in range(0, len(clauses), MAX_CLAUSES):
                group = tuple(clauses[start : start + MAX_CLAUSES])
                found.append(Sentence(Span(group[0].span.start, group[-1].span.end), block, index, group))
    return tuple(found)


@cache
def _sentence_end(language: str) -> re.Pattern[str]:
    """Chinese ends a sentence with its own marks; English with a period before a space and a capital or digit, so that
    "1.2 million" does not end one, nor does an abbreviation.
    """
    if language == "zh":
        return CHINESE_END
    words = word_list(load_yaml("abbreviations").get("en"), "abbreviations.yaml: en")
    kept = "".join(rf"(?<!\b{re.escape(word)})" for word in words)
    # The mark first: most characters are none, and need not be asked what stands before them.
    return re.compile(rf"(?=[.!?]){kept}(?<!\b[A-Z])[.!?]+[”’\")]*\s+(?=[“\"'(]?[A-Z0-9])|\n+")


class _Cutter:
    def __init__(self, text: str, numbers: Sequence[NumberMention], words: Lexicon) -> None:
        self._text = text
        self.numbers = sorted(numbers, key=lambda n: n.span)
        self._starts = [n.span.start for n in self.numbers]
        self._words = words

    def cut(self, span: Span, ends: re.Pattern[str]) -> list[Span]:
        cuts: list[Span] = []
        start = span.start
        for match in ends.finditer(self._text, span.start, span.end):
            if self._splits_a_number(match.start(), match.end()):
                continue
            cuts.append(Span(start, match.end()))
            start = match.end()
        if start < span.end:
            cuts.append(Span(start, span.end))
        return cuts

    def clauses(self, parts: Sequence[Span]) -> list[Clause]:
        """The clauses of one sentence; a part is cut into several where it counts more than a sentence of prose does."""
        whole = Span(parts[0].start, parts[-1].end)
        stretch = whole.of(self._text)
        terms, markers = self._words.terms(stretch, whole.start), self._words.markers(stretch, whole.start)
        return [
            self._clause(piece, inside(piece, terms), inside(piece, markers))
            for part in parts
            for piece in self._pieces(part)
        ]

    def _pieces(self, span: Span) -> Iterator[Span]:
        if len(self.numbers) <= MAX_NUMBERS:
            yield span
            return
        starts = [n.span.start for n in inside(span, self.numbers)][MAX_NUMBERS::MAX_NUMBERS]
        for start, end in pairwise([span.start, *starts, span.end]):
            yield Span(start, end)

    def _clause(self, span: Span, terms: Sequence[Term], markers: Sequence[Marker]) -> Clause:
        numbers = inside(span, self.numbers)
        free = [t for t in terms if not any(t.span.overlaps(n.number) for n in numbers)]
        apart = [m for m in markers if not self._is_syllable(m, terms)]
        return Clause(span, tuple(numbers), tuple(free), tuple(apart))

    def _is_syllable(self, marker: Marker, terms: Sequence[Term]) -> bool:
        """Whether a passive word is but a later syllable of a Chinese verb: 获 in 抓获."""
        if "passive" not in marker.kinds or marker.span.of(self._text).isascii():
            return False
        return any(t.span.start < marker.span.start and marker.span.end <= t.span.end for t in terms)

    def _splits_a_number(self, start: int, end: int) -> bool:
        place = bisect_left(self._starts, end) - 1
        return place >= 0 and start < self.numbers[place].span.end
