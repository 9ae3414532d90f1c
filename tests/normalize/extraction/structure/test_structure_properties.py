"""What holds for any text: spans lie inside, segments keep apart, keys are unique, evidence quotes the captured text."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure_case_tables import TABLES, Read, articles, document_of, read

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.structure import describe_campaigns
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.sentences import split_sentences

FRAGMENTS = (TABLES / "fragments.txt").read_text(encoding="utf-8").split("|")
TEXTS = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=30).map("".join).filter(str.strip)
LANGUAGES = st.sampled_from(["zh", "en"])


def spans_of(found: Read) -> list[Span]:
    structure = found.structure
    return [
        *structure.gate.decisive,
        *(span for segment in structure.segments for span in segment.spans),
        *(mention.span for mention in structure.campaigns),
        *(agency.span for agency in structure.agencies),
    ]


def assert_sound(found: Read) -> None:
    document = found.document
    inside = Span(0, len(document.text))
    assert all(inside.contains(span) and len(span) for span in spans_of(found))
    assert_apart(found)
    assert_reports(found)


def assert_apart(found: Read) -> None:
    spans = sorted(span for segment in found.structure.segments for span in segment.spans)
    assert all(not one.overlaps(other) for one, other in pairwise(spans))
    for segment in found.structure.segments:
        assert segment.spans
        assert segment.heading is None or segment.spans[0].contains(segment.heading)


def assert_reports(found: Read) -> None:
    cases, regions = found.reports()
    campaigns = describe_campaigns(found.structure, found.document)
    assert [case.key for case in cases] == [f"c{number}" for number in range(1, len(cases) + 1)]
    assert len(cases) == len(found.structure.segments)
    assert len({campaign.key for campaign in campaigns}) == len(campaigns)
    assert {region.case_key for region in regions} <= {case.key for case in cases}
    assert all(case.title and 0 <= case.confidence <= 1 for case in cases)
    for evidence in (
        [report.evidence for report in cases] + [r.evidence for r in regions] + [c.evidence for c in campaigns]
    ):
        assert evidence.span.of(found.document.captured_text) == evidence.quote
        assert evidence.rule


@settings(max_examples=120, deadline=None)
@given(text=TEXTS, language=LANGUAGES)
def test_any_text_is_read_soundly(text: str, language: str) -> None:
    assert_sound(read({"text": text, "language": language}))


@settings(max_examples=25, deadline=None)
@given(text=TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read({"text": text}).reports() == read({"text": text}).reports()


@pytest.mark.parametrize("case", articles(), ids=lambda case: str(case["name"]))
def test_articles_are_read_soundly(case: dict[str, Any]) -> None:
    assert_sound(read(case))


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, language=LANGUAGES)
def test_sentences_cover_everything_but_white_space(text: str, language: str) -> None:
    document: Document = document_of({"text": text, "language": language, "titled": False})
    sentences = split_sentences(document)
    kept = "".join(sentence.span.of(document.text) for sentence in sentences)
    assert "".join(kept.split()) == "".join(document.text.split())
    assert all(one.span.end <= other.span.start for one, other in pairwise(sentences))


ADCODES = st.sampled_from(
    ["100000", "320000", "320900", "320924", "110000", "110105", "810000", "MM", "321322", "429004"]
)


@given(one=ADCODES, other=ADCODES)
def test_containment_is_an_order(one: str, other: str) -> None:
    assert geo.contains(one, one)
    if one != other and geo.contains(one, other):
        assert not geo.contains(other, one)


@given(adcode=ADCODES, level=st.integers(0, 3))
def test_an_ancestor_contains_its_own(adcode: str, level: int) -> None:
    ancestor = geo.ancestor(adcode, level)
    if ancestor is None:
        assert level > geo.level(adcode) or not geo.is_chinese(adcode)
    else:
        assert geo.contains(ancestor, adcode)
