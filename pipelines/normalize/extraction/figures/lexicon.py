"""The words of one language that give numbers a meaning, with the kinds that they have, found in text.

Knows words and kinds; knows nothing of numbers or sentences. How words are found is in `finding`, which kinds make which
metric in `rules`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipelines.errors import ReferenceDataError
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.finding import WordFinder, expand, fold
from pipelines.normalize.extraction.figures.rules import GAP_KINDS, MARKER_KINDS, Reading, load_yaml, read_rules

MONEY_UNIT = "CNY"
KEPT = 1024  # sets of things whose readings are kept


@dataclass(frozen=True, slots=True)
class Term:
    """A word that names an action, a thing, or either; kinds as in the data files."""

    span: Span
    actions: frozenset[str]
    things: frozenset[str]
    resultative: frozenset[str]


@dataclass(frozen=True, slots=True)
class Marker:
    """A small word of the kinds in `MARKER_KINDS`."""

    span: Span
    kinds: frozenset[str]


class Lexicon:
    """The vocabulary of one language with the readings, which all languages share."""

    def __init__(self, language: str) -> None:
        """`language` as the data files name it. ReferenceDataError where they break their own rules."""
        actions, things, markers = (load_yaml(name) for name in ("actions", "things", "markers"))
        rules = read_rules(actions, things)
        self.readings, self._implied = rules.readings, rules.implied
        self.precedence = {metric: place for place, metric in enumerate(rules.precedence)}
        self.readings_of = lru_cache(maxsize=KEPT)(self._readings_of)
        self.occasions, self.one_a_time = rules.occasions, rules.one_a_time
        self.multitudes, self.shared_out, self.told_ahead = rules.multitudes, rules.shared_out, rules.told_ahead
        self.tried = rules.tried
        self.undoing, self.undoable = rules.undoing, rules.undoable
        self.local_currencies = rules.local_currencies
        spoken = {action for reading in self.readings for action in reading.actions}
        self.silent = frozenset(actions) - spoken
        self._units = {thing: frozenset(entry["units"]) for thing, entry in things.items()}
        self._terms = _term_kinds(actions, things, language)
        self._finder = WordFinder(self._terms)
        self._markers = _marker_kinds(markers, language)
        self._marker_finder = WordFinder(self._markers)
        self._bare = _bare_pattern(markers["bare"][language])
        self._gaps = {kind: _gap_pattern(markers[kind][language], language) for kind in GAP_KINDS - {"bare"}}

    def _readings_of(self, things: frozenset[str]) -> tuple[Reading, ...]:
        """The readings of a number that counts one of the things, in order; asked of every number."""
        return tuple(reading for reading in self.readings if reading.things & things)

    def terms(self, text: str, offset: int = 0) -> tuple[Term, ...]:
        """The actions and things that `text` names; spans are moved by `offset`."""
        return tuple([Term(span, *self._terms[word]) for word, span in self._finder.find(text, offset)])

    def markers(self, text: str, offset: int = 0) -> tuple[Marker, ...]:
        """The small words of `text`; spans are moved by `offset`."""
        return tuple([Marker(span, self._markers[word]) for word, span in self._marker_finder.find(text, offset)])

    def is_only(self, kind: str, text: str) -> bool:
        """Whether `text` consists of nothing but words of that kind of marker, spaces and quotation marks."""
        return self._gaps[kind].fullmatch(fold(text)) is not None

    def is_bare_end(self, text: str) -> bool:
        """Whether a number before `text` stands without a noun: punctuation, the end, or a word like "were" follows."""
        return self._bare.match(fold(text)) is not None

    def names_money(self, text: str) -> bool:
        """Whether an amount names the mainland's currency (人民币, yuan) and not just 元."""
        return any("currency_name" in marker.kinds for marker in self.markers(text))

    def countable(self, things: frozenset[str], unit: str | None, is_money: bool) -> frozenset[str]:
        """Those of the things that this unit may count. Without a unit (English) any thing that is not money."""
        if is_money:
            return frozenset(t for t in things if MONEY_UNIT in self._units[t])
        if unit is None:
            return frozenset(t for t in things if MONEY_UNIT not in self._units[t])
        return frozenset(t for t in things if unit in self._units[t])

    def implied(self, unit: str | None, is_money: bool) -> frozenset[str]:
        """The thing that a unit stands for without a noun: 10人 are persons."""
        return self._implied.get(MONEY_UNIT if is_money else unit or "", frozenset())


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a document's language; languages without one are read as Chinese."""
    return Lexicon("en" if language == "en" else "zh")


def _term_kinds(
    actions: Mapping[str, Any], things: Mapping[str, Any], language: str
) -> dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    found: dict[str, tuple[set[str], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
    for action, languages in actions.items():
        for position, entries in (languages.get(language) or {}).items():
            for word in _words(action, entries):
                found[word][0].add(action)
                if position == "resultative":
                    found[word][2].add(action)
    for thing, languages in things.items():
        for word in _words(thing, languages[language]):
            found[word][1].add(thing)
    return {word: (frozenset(a), frozenset(t), frozenset(r)) for word, (a, t, r) in found.items()}


def _marker_kinds(markers: Mapping[str, Any], language: str) -> dict[str, frozenset[str]]:
    if set(markers) != MARKER_KINDS:
        raise ReferenceDataError(f"markers.yaml: kinds must be {sorted(MARKER_KINDS)}")
    found: dict[str, set[str]] = defaultdict(set)
    for kind in MARKER_KINDS - GAP_KINDS:
        for word in _words(kind, markers[kind][language]):
            found[word].add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _words(kind: str, entries: object) -> list[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) and entry for entry in entries):
        raise ReferenceDataError(f"figure lexicon: {kind}: words must be a list of texts (quote yes, no, on, off)")
    return [word for entry in entries for word in expand(entry)]


def _gap_pattern(entries: list[str], language: str) -> re.Pattern[str]:
    words = sorted((word for entry in entries for word in expand(entry)), key=len, reverse=True)
    boundary = r"\b" if language == "en" else ""
    alternatives = "|".join(re.escape(word) + (boundary if word[-1].isalnum() else "") for word in words)
    return re.compile(
        rf"(?:\s|[“”\"'‘’「」]|{boundary}(?:{alternatives}))*"
        if language == "zh"
        else rf"(?:\s|[“”\"'‘’]|{alternatives})*"
    )


def _bare_pattern(entries: list[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for entry in entries for word in expand(entry))
    return re.compile(rf"\s*(?:$|[.,;:!?)\"”]|(?:{words})\b)" if words else r"(?!)")
