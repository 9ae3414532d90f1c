"""Whether a figure belongs to another crime that a police account tells of beside the domain's (codebook §6).

Decides on the words around a number; whether a whole article is of the domain is the gate's business.
"""

from bisect import bisect_left
from functools import cache

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Block, Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause, Sentence
from pipelines.normalize.extraction.figures.finding import WordFinder, expand
from pipelines.normalize.extraction.figures.rules import load_yaml, word_list
from pipelines.normalize.extraction.mentions import NumberMention

KINDS = ("other", "general", "own", "neutral")
PHRASE_REACH = 8  # characters from a number to the crime in its own noun phrase: 6起现行命案
HEADING_LENGTH = 40  # a longer block before is prose, not the heading of this one

Named = tuple[Span, str]


class CrimeReader:
    """Reads one document."""

    def __init__(self, document: Document) -> None:
        """Finds the crimes that the document names."""
        finder, kinds = _crimes("en" if document.language == "en" else "zh")
        self._document = document
        self._reach = len(document.text) if document.language == "en" else PHRASE_REACH
        self._named = [(span, kinds[word]) for word, span in finder.find(document.text) if kinds[word] != "neutral"]
        self._starts = [span.start for span, _ in self._named]
        self._first_own = next((span.start for span, kind in self._named if kind == "own"), len(document.text))

    def is_another(self, number: NumberMention, sentence: Sentence, clause: Clause) -> bool:
        """Whether the number counts what belongs to another crime."""
        own_phrase = self._in_phrase(number, clause)
        if own_phrase:
            return self._leaves(own_phrase, number)
        before = self._inside(Span(sentence.span.start, number.span.start))
        if before:
            return self._leaves(before[-1][1], number)
        told = self._told_before(number, sentence)
        return told == "other"

    def _in_phrase(self, number: NumberMention, clause: Clause) -> str | None:
        """The crime that the number's noun phrase names behind it."""
        following = (n.span.start for n in clause.numbers if n.span.start >= number.span.end)
        end = min([clause.span.end, *following])
        behind = self._inside(Span(number.span.end, max(number.span.end, end)))
        if behind and behind[0][0].start - number.span.end <= self._reach:
            return behind[0][1]
        return None

    def _leaves(self, kind: str, number: NumberMention) -> bool:
        """Whether a crime of that kind leaves the domain; crimes of all kinds do where nothing else is the subject yet."""
        if kind != "general":
            return kind == "other"
        return number.span.start < self._first_own

    def _told_before(self, number: NumberMention, sentence: Sentence) -> str | None:
        """The subject of a paragraph that does not name the domain: told in it before, else in its heading."""
        block = sentence.block
        if any(kind == "own" for _, kind in self._inside(block.span)):
            return None
        before = self._inside(Span(block.span.start, number.span.start))
        if before:
            return before[-1][1]
        heading = self._heading(sentence.block_index)
        named = self._inside(heading.span) if heading else []
        return named[-1][1] if named and all(kind == "other" for _, kind in named) else None

    def _heading(self, index: int) -> Block | None:
        block = self._document.blocks[index - 1] if index else None
        is_heading = block is not None and block.kind != "title" and len(block.span) <= HEADING_LENGTH
        return block if is_heading else None

    def _inside(self, span: Span) -> list[Named]:
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end, lo=first)
        return [named for named in self._named[first:last] if named[0].end <= span.end]


@cache
def _crimes(language: str) -> tuple[WordFinder, dict[str, str]]:
    """A finder of the words of a language, and the kind of each. ReferenceDataError where the file breaks its form."""
    data = load_yaml("crimes")
    if set(data) != set(KINDS):
        raise ReferenceDataError(f"crimes.yaml: parts must be {KINDS}")
    kinds: dict[str, str] = {}
    for kind in KINDS:
        for entry in word_list(data[kind].get(language), f"crimes.yaml: {kind}.{language}"):
            for word in expand(entry):
                if kinds.setdefault(word, kind) != kind:
                    raise ReferenceDataError(f"crimes.yaml: {word} is of two kinds")
    return WordFinder(kinds), kinds
