"""Cutting a document's blocks into sentences and sentences into clauses. Spans only; nothing is understood here."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.kept import kept

# A full stop in Chinese always ends a sentence; closing quotes and brackets belong to the sentence they close.
_END_ZH = re.compile(r"[。！？!?]+[”’」』）)》\"]*")
# In English a full stop ends one only before white space and a capital or a quote, and not after an initial or "No."
_END_EN = re.compile(
    r"(?=[.!?])(?<!\b[A-Z])(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!^\d)(?<!^\d\d)[.!?]+[”’)\"]*(?=\s+[A-Z“\"(\d])"
)
_SEMICOLON = re.compile(r"[；;]")
SHORTEST_PART = 8  # characters on either side of a semicolon that parts two units
_CLAUSE = re.compile(r"[，；;：。！？!?]|[,:](?!\d)|\.\s")


@record()
class Sentence:
    """A sentence of the block with this index; `span` has no white space at its ends."""

    span: Span
    block: int


@kept
def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """Every sentence of every block, in order. Captions are left out: they belong to pictures, not to the story."""
    end = _END_EN if document.language == "en" else _END_ZH
    return tuple(
        Sentence(span, index)
        for index, block in enumerate(document.blocks)
        if block.kind != "caption"
        for span in _cut(document.text, block.span, end)
    )


def sentences_within(spans: Sequence[Span], sentences: Sequence[Sentence]) -> Iterator[Span]:
    """The sentences, or the parts of sentences, that lie in the spans; both in text order and apart."""
    for span in spans:
        first = bisect_right(sentences, span.start, key=_end)
        last = bisect_left(sentences, span.end, first, key=_start)
        for sentence in sentences[first:last]:
            yield sentence.span if span.contains(sentence.span) else _common(span, sentence.span)


def _start(sentence: Sentence) -> int:
    return sentence.span.start


def _end(sentence: Sentence) -> int:
    return sentence.span.end


def _common(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


@kept
def split_units(document: Document) -> tuple[Sentence, ...]:
    """Every sentence, cut again after each semicolon that more than a few words follow: the parts tell things of their own."""
    return tuple(unit for sentence in split_sentences(document) for unit in _parts(document.text, sentence))


def _parts(text: str, whole: Sentence) -> Iterator[Sentence]:
    sentence = whole.span
    start = sentence.start
    for mark in _SEMICOLON.finditer(text, sentence.start, sentence.end):
        if sentence.end - mark.end() > SHORTEST_PART and mark.end() - start > SHORTEST_PART:
            yield Sentence(trimmed(text, start, mark.end()), whole.block)
            start = mark.end()
    yield whole if start == sentence.start else Sentence(trimmed(text, start, sentence.end), whole.block)


def sentence_around(document: Document, words: Span) -> Span:
    """The sentence that the words begin in; they themselves where they stand in none, as in a caption."""
    return sentence_at(document, words.start) or words


def sentence_at(document: Document, place: int) -> Span | None:
    """The sentence that holds the character at this place."""
    sentences = split_sentences(document)
    at = bisect_right(sentences, place, key=_end)
    return sentences[at].span if at < len(sentences) and sentences[at].span.start <= place else None


def clause_around(text: str, sentence: Span, place: Span) -> Span:
    """The clause of the sentence that holds `place`: from the mark before it to the mark after it."""
    start = sentence.start
    for mark in _CLAUSE.finditer(text, sentence.start, place.start):
        start = mark.end()
    after = _CLAUSE.search(text, place.end, sentence.end)
    return Span(start, after.start() if after else sentence.end)


def trimmed(text: str, start: int, end: int) -> Span:
    """The range without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _cut(text: str, block: Span, end: re.Pattern[str]) -> Iterator[Span]:
    start = block.start
    line = block.of(text)
    for mark in end.finditer(line):
        span = trimmed(text, start, block.start + mark.end())
        start = block.start + mark.end()
        if len(span):
            yield span
    rest = trimmed(text, start, block.end)
    if len(rest):
        yield rest
