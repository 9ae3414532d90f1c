"""Cases that running text calls by name: a place, a code or a gang's or victim's name, and 案 (山东临沂徐玉玉案, 福建“4·09”诈骗案).

A sentence that begins with such a name and tells what came of the case tells that case alone. Round-ups of a drive give
their examples so, one after another and often before the list of cases that the article is about.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import CaseSegment
from pipelines.normalize.extraction.structure import cues, layout
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.article import Article, merged
from pipelines.normalize.extraction.structure.lexicon import compile_terms, pattern, section
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.terms import Terms

_LIST = "、和与及"


@record()
class NamedCase:
    """What the case is called: `span` from its place to 案, `name` what tells it from others of the place."""

    span: Span
    name: str
    adcode: str


def case_named(article: Article, span: Span) -> NamedCase | None:
    """The case that the unit begins by naming, where it goes on with what came of it; None where it does not."""
    text = article.text
    led = lead_in().match(text, span.start, span.end)
    start = led.end() if led else span.start
    chain = chain_at(article, start)
    while chain and text[chain[-1].span.end : chain[-1].span.end + 1] in _LIST:
        listed = chain_at(article, chain[-1].span.end + 1)
        if not listed:
            break
        chain += listed
    if not chain:
        return None
    found = _names().match(text, chain[-1].span.end, span.end)
    if found is None or not cues.has("event", text, Span(found.end(), span.end)):
        return None
    name = next(group for group in found.groups() if group)
    return NamedCase(Span(start, found.end()), name, geo.finest(chain).adcode)


def in_passing(article: Article, listed: Sequence[CaseSegment]) -> list[CaseSegment]:
    """The cases named before a list of others, each with what its paragraph goes on to tell of it; none of the list's own."""
    text, first = article.text, min(segment.spans[0].start for segment in listed)
    own = [span.of(text) for segment in listed for span in segment.spans]
    found: list[tuple[NamedCase, list[Span], int]] = []
    for unit in article.body_units():
        if unit.span.end > first or unit.block in article.closed:
            break
        named = case_named(article, unit.span)
        if named is not None:
            found.append((named, [unit.span], unit.block))
        elif found and found[-1][2] == unit.block and not article.is_total(unit.span):
            found[-1][1].append(unit.span)
    return [
        CaseSegment(merged(text, spans), named.span, None, layout.code_name(text, [named.span]))
        for named, spans, _ in found
        if not any(named.name in words for words in own)
    ]


@cache
def lead_in() -> re.Pattern[str]:
    """What may stand before a leading body or place, in any order: a list mark, a time, a joining word, a preposition."""
    return re.compile(rf"(?:[\s，,：:•·●■◆▶*#>\-—]|{pattern('cues', 'lead_in').pattern})*", re.IGNORECASE)


def chain_at(article: Article, at: int) -> list[Place]:
    """The place at this character with those that follow it at once (福建厦门)."""
    return [place for place in _following(article, at) if place.adcode != geo.CHINA]


def _following(article: Article, at: int) -> Iterator[Place]:
    for place in article.places:
        if place.span.start == at and geo.is_chinese(place.adcode):
            yield place
            at = place.span.end


@cache
def _names() -> Terms:
    """The lexicon's ways of naming a case; each holds its name as its one group. @surname@ stands for any surname."""
    surname = f"[{re.escape(str(section('people', 'surnames')))}]"
    terms = [term.replace("@surname@", surname) for term in section("cues", "case_name")["zh"]]
    return compile_terms({"zh": terms}, "lexicon cues.yaml: case_name")
