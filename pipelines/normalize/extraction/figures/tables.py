"""Figures of tables whose lines kept their bars: a head names action and unit (破案（起）), a row the place, a cell the number.

Tables only; which words make which metric is the lexicon's. A row is a part of the total told in the text, where one is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.model.document import Block, Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause, Sentence
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.lexicon import MONEY_UNIT, Lexicon
from pipelines.normalize.extraction.figures.rules import Reading, surroundings
from pipelines.normalize.extraction.mentions import NumberMention
from pipelines.normalize.extraction.readers.numerals_zh import magnitude
from pipelines.normalize.extraction.structure import places as geo

CELL = re.compile(r"[^|\n]+")
HEAD = re.compile(r"\s*(?P<words>[^（(]+)[（(](?:单位[:：])?(?P<scale>[百千]?[万亿]?)(?P<unit>\D{1,3})[)）]\s*")
NUMBER = re.compile(r"\s*(?P<value>\d[\d,]*(?:\.\d+)?)\s*")
MONEY = "元"


@record()
class _Column:
    """What the numbers of a column are."""

    reading: Reading
    things: frozenset[str]
    unit: str
    scale: int
    is_money: bool


def table_figures(
    document: Document, words: Lexicon, places: Sequence[geo.Place], told: Sequence[Found]
) -> list[Found]:
    """The figures of every table of the document, as aggregates; `told` are those of its text."""
    found: list[Found] = []
    columns: list[_Column | None] = []
    for index, block in enumerate(document.blocks):
        cells = [Span(*m.span()) for m in CELL.finditer(document.text, block.span.start, block.span.end)]
        if len(cells) < 2 or "|" not in block.span.of(document.text):
            columns = []
            continue
        heads = [_column(cell.of(document.text), words) for cell in cells]
        if any(heads):
            columns = heads
        elif len(cells) == len(columns):
            found += _row(document, (index, block), cells, columns, places)
    return [_as_part(figure, told) for figure in found]


def _column(head: str, words: Lexicon) -> _Column | None:
    match = HEAD.fullmatch(head)
    if match is None:
        return None
    is_money = match["unit"] == MONEY
    unit = MONEY_UNIT if is_money else match["unit"]
    terms = words.terms(match["words"])
    named = frozenset(thing for term in terms for thing in words.countable(term.things, unit, is_money))
    things = named or words.implied(unit, is_money)
    actions = frozenset(action for term in terms for action in term.actions)
    for reading in words.readings:
        if reading.context or reading.homes or not reading.things & things:
            continue
        if reading.actions & actions or (named and not reading.actions):
            return _Column(reading, things, unit, magnitude(match["scale"]), is_money)
    return None


def _row(
    document: Document,
    place_of_block: tuple[int, Block],
    cells: Sequence[Span],
    columns: Sequence[_Column | None],
    places: Sequence[geo.Place],
) -> Iterator[Found]:
    index, block = place_of_block
    named = [p for p in places if cells[0].contains(p.span) and geo.is_chinese(p.adcode)]
    is_total = re.search(surroundings("total_rows"), cells[0].of(document.text)) is not None
    for cell, column in zip(cells, columns, strict=True):
        match = NUMBER.fullmatch(document.text, cell.start, cell.end)
        if column is None or match is None:
            continue
        span = Span(*match.span("value"))
        value = Decimal(match["value"].replace(",", "")) * column.scale
        if value < column.reading.least:
            continue
        number = NumberMention(span, span, value, "exact", column.unit, column.is_money)
        clause = Clause(block.span, (number,), (), ())
        yield Found(
            number=number,
            metric=column.reading.metric,
            things=column.things,
            rule=column.reading.rule,
            way="noun",
            evidence=Span(cells[0].start, span.end),
            sentence=Sentence(block.span, block, index, (clause,)),
            clause=clause,
            is_part=not is_total,
            is_item=not is_total,
            is_total=is_total,
            region=geo.finest(named).adcode if named else None,
        )


def _as_part(figure: Found, told: Sequence[Found]) -> Found:
    """The figure with the total of the text that it is a part of."""
    totals = [f for f in told if f.family == figure.family and f.number.value > figure.number.value]
    return replace(figure, whole=totals[0].number) if totals and figure.is_part else figure
