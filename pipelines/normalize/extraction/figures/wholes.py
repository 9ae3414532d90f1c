"""Which figures are parts of others, so that a sum never counts a thing twice (codebook: `subset`).

A part needs a whole that is itself coded. Said parts (其中) are parts; unsaid ones are parts where a larger figure of the
same metric and the same case or place is told as a total.
"""

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.lexicon import Lexicon
from pipelines.normalize.extraction.figures.rules import surroundings

MAX_PARTS = 12  # among more numbers than a writer breaks a total into, a sum is chance


def with_subsets(found: Sequence[Found], words: Lexicon, text: str) -> list[Found]:
    """The figures of `text`, with `subset` set."""
    families: dict[tuple[object, ...], list[Found]] = defaultdict(list)
    for figure in found:
        families[figure.family].append(figure)
    multitudes = frozenset(f.sentence.span for f in found if f.metric in words.multitudes and f.number.value > 1)
    return [
        replace(figure, subset=True) if _is_subset(figure, families[figure.family], multitudes, words, text) else figure
        for figure in found
    ]


def _is_subset(figure: Found, family: Sequence[Found], multitudes: Container[Span], words: Lexicon, text: str) -> bool:
    """`multitudes` are the sentences that count several victims or incidents."""
    larger = [f for f in family if f.number.value > figure.number.value]
    if any(f.gathers and f.number.span.start > figure.number.span.start for f in larger):
        return True
    if figure.is_part:
        # The largest single loss is a part of a sum that was told paragraphs before.
        in_reach = (f for f in larger if figure.number.is_money or f.sentence is figure.sentence)
        return figure.whole is not None or any(not f.is_part for f in in_reach)
    if figure.scope == "case" and figure.metric in words.tried and _is_one_of_those_tried(figure, family, larger, text):
        return True
    if figure.metric in words.occasions:
        return False
    # Within one sentence a writer marks parts as parts; elsewhere a total takes in what was told on the way to it.
    apart = [f for f in larger if f.sentence is not figure.sentence]
    if any(f.is_total for f in apart):
        return True
    if figure.metric in words.one_a_time and any(_takes_in(f, figure) for f in apart):
        return True
    if figure.scope == "case":
        if figure.metric in words.shared_out and _is_one_of_many(figure, apart, multitudes):
            return True
        if figure.metric in words.told_ahead and _was_told_ahead(figure, family, apart, text):
            return True
    return len(family) <= MAX_PARTS and any(_is_sum(f, family, figure) for f in larger)


def _is_one_of_many(figure: Found, apart: Sequence[Found], multitudes: Container[Span]) -> bool:
    """Whether it is one victim's, and another sentence sums up what several of the case lost."""
    return figure.sentence.span not in multitudes and any(f.sentence.span in multitudes for f in apart)


def _was_told_ahead(figure: Found, family: Sequence[Found], apart: Sequence[Found], text: str) -> bool:
    """Whether a report that opens its case with the result tells here how it came about, and not of more people (又抓获2人)."""
    lead = _lead(family, apart)
    if lead is None or _around("more").search(figure.clause.span.of(text)):
        return False
    told = lead.sentence.span.of(text)
    return all(_around(key).search(told) is not None for key in ("solved", "news"))


def _is_one_of_those_tried(figure: Found, family: Sequence[Found], larger: Sequence[Found], text: str) -> bool:
    """Whether a verdict that told first how many it is about gives this many of them a term."""
    lead = _lead(family, larger)
    if lead is None or lead.clause is figure.clause:
        return False
    told = lead.clause.span.of(text)
    return _around("verdict").search(told) is not None and _around("term").search(told) is None


def _lead(family: Sequence[Found], larger: Sequence[Found]) -> Found | None:
    """The first of the family where it is one of the larger and takes in all the others."""
    first = min(family, key=lambda f: f.number.span)
    others = sum((f.number.value for f in family if f is not first and not f.is_part), Decimal(0))
    return first if others <= first.number.value and any(f is first for f in larger) else None


@cache
def _around(key: str) -> re.Pattern[str]:
    return re.compile(rf"{surroundings(key)}|\b(?:{surroundings(f'{key}_en')})\b", re.IGNORECASE)


def _takes_in(whole: Found, part: Found) -> bool:
    """Whether both are totals of one place and the part's days lie inside the whole's."""
    if whole.scope == "case" or whole.region is None or whole.region != part.region:
        return False
    if whole.period is None or part.period is None:
        return False
    return whole.period.start <= part.period.start and part.period.end <= whole.period.end


def _is_sum(whole: Found, family: Sequence[Found], figure: Found) -> bool:
    """Whether `figure` and others of its family add up to `whole` (2万 + 83万 = 85万)."""
    parts = [
        f.number.value for f in family if f is not whole and f is not figure and f.number.value < whole.number.value
    ]
    rest = whole.number.value - figure.number.value
    return rest in parts or sum(parts, Decimal(0)) == rest
