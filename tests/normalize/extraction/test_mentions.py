"""What lies in a span, in a segment, in its sentences: found by bisection, and just what looking at each one would find."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import CaseSegment, inside
from pipelines.normalize.extraction.structure.places import enumerations, last_list
from pipelines.normalize.extraction.structure.sentences import Sentence, sentences_within

LENGTH = 60


@dataclass(frozen=True)
class Named:
    """A place as the gazetteer hands it over."""

    span: Span
    adcode: str = "510100"


@st.composite
def apart(draw: st.DrawFn) -> list[Span]:
    """Spans in text order, none empty, that share no character; some touch."""
    marks = sorted(draw(st.sets(st.integers(0, LENGTH), min_size=2)))
    pairs = [Span(start, end) for start, end in pairwise(marks)]
    return [span for span in pairs if draw(st.booleans())]


@st.composite
def in_order(draw: st.DrawFn) -> list[Named]:
    """Mentions in text order that may overlap, as several places of one body do."""
    pairs = draw(st.lists(st.tuples(st.integers(0, LENGTH), st.integers(1, 9))))
    return sorted((Named(Span(start, start + length)) for start, length in pairs), key=lambda named: named.span)


@given(st.integers(0, LENGTH), st.integers(0, LENGTH), in_order())
def test_inside_is_what_the_span_contains(start: int, length: int, mentions: list[Named]) -> None:
    span = Span(start, start + length)
    assert inside(span, mentions) == [mention for mention in mentions if span.contains(mention.span)]


@given(apart(), in_order())
def test_among_is_what_the_segment_covers(spans: list[Span], mentions: list[Named]) -> None:
    segment = CaseSegment(tuple(spans), None, None)
    assert segment.among(mentions) == [mention for mention in mentions if segment.covers(mention.span)]


@given(apart(), apart())
def test_sentences_within_are_the_common_stretches(spans: list[Span], sentences: list[Span]) -> None:
    common = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for sentence in sentences
        for span in spans
        if span.overlaps(sentence)
    ]
    assert list(sentences_within(spans, [Sentence(span, 0) for span in sentences])) == common


@given(apart(), st.text("、和 ，x", min_size=LENGTH, max_size=LENGTH))
def test_last_list_is_the_last_enumeration(spans: list[Span], text: str) -> None:
    places = [Named(span) for span in spans]
    assert last_list(text, places) == (enumerations(text, places) or [[]])[-1]
