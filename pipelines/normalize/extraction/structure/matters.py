"""Which matter a stretch of text is about: the codebook's domain, or another crime that a round-up tells beside it.

The words before a number tell its matter: the nearest one of the same unit, else the one that its paragraph or item was
last about. Which words speak of what is in gate.yaml; whether the article as a whole is in the domain is the gate's business.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

from pipelines.model.document import Block, Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import inside
from pipelines.normalize.extraction.structure import cues
from pipelines.normalize.extraction.structure.lexicon import pattern
from pipelines.normalize.extraction.structure.sentences import Sentence, split_units

DENIED_REACH = 12  # characters before a word for a fraud in which it is denied
ALLEGED_REACH = 24  # characters before a crime's name in which a swindler's words make it what he alleges
KEPT = 32  # lists of words that are kept: those of one text, and some of the text before
FEWEST_ITEMS = 3  # marked stretches of text that make a bulletin

_MARKED = re.compile(r"[◆◇■□●○▲△★☆►▶▪•※]\s*\S|【[^】\n]{1,12}】|\d{1,2}[、.．]\s*[^\s\d]")
_JOINT = re.compile(r"[一-鿿“”\"]{0,6}(?:、|和|及|与|以及|或者?|/|\s(?:and|or)\s)[一-鿿“”\"]{0,6}")


@record()
class _Mark:
    """A word that tells a matter. Crimes that the domain's lines, apps and accounts also serve are `is_served`."""

    span: Span
    is_other: bool
    is_served: bool = False


class Matters:
    """The matters of one document."""

    def __init__(self, document: Document) -> None:
        """Nothing is read before it is asked for, and where no word for another crime stands, little more than those words."""
        self._document = document
        self._text = document.text
        self._elsewhere: dict[Span, bool] = {}

    @cached_property
    def units(self) -> tuple[Sentence, ...]:
        """The document's units of text."""
        return split_units(self._document)

    @cached_property
    def crimes(self) -> list[Span]:
        """The words for other crimes."""
        return other_crimes(self._text)

    @cached_property
    def deceits(self) -> list[Span]:
        """The weak words for a fraud, in text order; not those that deny one (不是骗局，有人汇错了钱)."""
        return affirmed(self._text, "weak")

    @cached_property
    def _marks(self) -> list[_Mark]:
        if not self.crimes:
            return []
        served = frozenset(spans_of("served", self._text))
        found = [*_named(self._text), *self.deceits]
        marks = [_Mark(span, True, span in served) for span in self.crimes]
        marks += [_Mark(span, False) for span in apart(found, self.crimes)]
        return sorted(marks, key=lambda mark: mark.span)

    def is_other(self, span: Span) -> bool:
        """Whether the words of the span, or those before it in its unit, paragraph or item, speak of another crime."""
        unit = self._unit(span)
        if unit is None:
            return False
        told = self._in_unit(self._within(span), self._within(unit.span), span.start)
        return self._is_in_other(unit) if told is None else told

    def is_other_in_case(self, span: Span) -> bool:
        """The same inside a case of the domain: only its own unit can make a figure another crime's, and no crime it served."""
        unit = self._unit(span)
        if unit is None:
            return False
        own, named = ([m for m in self._within(where) if not m.is_served] for where in (span, unit.span))
        return bool(self._in_unit(own, named, span.start))

    def is_elsewhere(self, span: Span) -> bool:
        """Whether the span stands in an item of a bulletin that tells of other states alone, or of a drill or a film."""
        item = next((item for item in self._items if item.contains(span)), None)
        if item is None:
            return False
        if item not in self._elsewhere:
            self._elsewhere[item] = self._is_item_elsewhere(item)
        return self._elsewhere[item]

    def _is_item_elsewhere(self, item: Span) -> bool:
        if has_words("staged", self._text, item):
            return not has_words("real", self._text, item)
        return is_foreign_alone(self._text, item)

    @cached_property
    def _items(self) -> tuple[Span, ...]:
        """The items of a bulletin: what a mark sets apart, each up to the next; none where fewer than three are so set."""
        blocks = self._document.blocks
        marked = [block.span for block in blocks if _MARKED.match(self._text, block.span.start)]
        if len(marked) < FEWEST_ITEMS:
            return ()
        ends = [*(span.start for span in marked[1:]), blocks[-1].span.end]
        return tuple(Span(span.start, end) for span, end in zip(marked, ends, strict=True))

    def is_called_other(self, span: Span) -> bool:
        """Whether the span itself names another crime, and no fraud."""
        own = self._within(span)
        return bool(own) and all(mark.is_other for mark in own)

    def _in_unit(self, own: Sequence[_Mark], named: Sequence[_Mark], start: int) -> bool | None:
        """Whether a unit's words make what begins at `start` another crime's, by its `own` words and all those `named` there.

        None where it names no crime.
        """
        if own:
            return all(mark.is_other for mark in own)
        before = [mark for mark in named if mark.span.start < start]
        if before:
            return self._ends_with_other(before)
        return all(mark.is_other for mark in named) if named else None

    def _is_in_other(self, unit: Sentence) -> bool:
        """Whether the paragraph was last about another crime before the unit, or stands under a heading that is."""
        blocks = self._document.blocks
        before = self._within(Span(blocks[unit.block].span.start, unit.span.start))
        if before:
            return self._ends_with_other(before)
        above = unit.block - 1
        if above < 0 or not self._is_heading(blocks[above]) or self._is_heading(blocks[unit.block]):
            return False
        heading = self._within(blocks[above].span)
        return bool(heading) and all(mark.is_other for mark in heading)

    def _is_heading(self, block: Block) -> bool:
        return cues.is_heading(self._text, block, self._document.language)

    def _ends_with_other(self, marks: Sequence[_Mark]) -> bool:
        """Whether the last of the marks is another crime's. What is listed with a fraud (诈骗、赌博等资金) is told of both."""
        later = marks[-1]
        for mark in reversed(marks):
            if mark is not later and not _JOINT.fullmatch(
                self._text, mark.span.end, max(later.span.start, mark.span.end)
            ):
                break
            if not mark.is_other:
                return False
            later = mark
        return True

    def _within(self, span: Span) -> list[_Mark]:
        return inside(span, self._marks)

    def _unit(self, span: Span) -> Sentence | None:
        """The unit that the span begins in; None also where the document names no other crime."""
        at = bisect_right(self.units, span.start, key=lambda unit: unit.span.start) if self._marks else 0
        return self.units[at - 1] if at and span.start < self.units[at - 1].span.end else None


def is_foreign_alone(text: str, span: Span) -> bool:
    """Whether the words of the span tell of another state's police, and name China at most as where the arrested come from."""
    if not any(has_words(key, text, span) for key in ("foreign", "foreign_force")) or has_words(
        "authority", text, span
    ):
        return False
    words = span.of(text)
    nationalities = spans_of("nationality", words)
    return all(any(n.contains(word) for n in nationalities) for word in spans_of("china", words))


def other_crimes(text: str) -> list[Span]:
    """Words for other crimes and for frauds face to face, in text order; no crimes that a swindler alleges (谎称其涉嫌贩毒)."""
    alleged = pattern("gate", "alleged")
    told = [
        span
        for key in ("other_crime", "served")
        for span in spans_of(key, text)
        if not alleged.search(text, max(span.start - ALLEGED_REACH, 0), span.start)
    ]
    return sorted([*told, *spans_of("in_person", text)])


def affirmed(text: str, key: str) -> list[Span]:
    """The words for a fraud under a key, in text order, that neither deny one nor tell it apart (与“刷单诈骗”并非一回事)."""
    denied, distinguished = pattern("gate", "denied"), pattern("gate", "distinguished")
    return [
        span
        for span in spans_of(key, text)
        if not denied.search(text, max(span.start - DENIED_REACH, 0), span.start)
        and not distinguished.match(text, span.end)
    ]


def _named(text: str) -> list[Span]:
    return [span for key in ("decisive", "strong", "doubtful") for span in spans_of(key, text)]


def has_words(key: str, text: str, span: Span) -> bool:
    """Whether a word under a key of gate.yaml stands in the span."""
    return pattern("gate", key).search(text, span.start, span.end) is not None


@lru_cache(maxsize=KEPT)
def spans_of(key: str, text: str) -> tuple[Span, ...]:
    """Where the words under a key of gate.yaml stand. Gate and matters ask the same of one text."""
    return tuple(Span(*match.span()) for match in pattern("gate", key).finditer(text))


def apart(words: Sequence[Span], others: list[Span]) -> list[Span]:
    """The words that are no part of a name for another crime (诈骗 in 合同诈骗)."""
    starts = [other.start for other in others]
    kept = []
    for word in words:
        at = bisect_right(starts, word.start)
        near = others[max(at - 1, 0) : at + 1]
        if not any(other.start <= word.start < other.end for other in near):
            kept.append(word)
    return kept
