"""The words that give numbers a meaning: loaded from `data/*.yaml`, validated, and found in text.

Knows words and kinds; knows nothing of numbers or sentences.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import ahocorasick_rs
import yaml

from pipelines.errors import ReferenceDataError
from pipelines.model.codelists import metrics
from pipelines.model.span import Span

MARKER_KINDS = frozenset(
    [
        "passive",
        "disposal",
        "aspect",
        "part",
        "total",
        "attempt",
        "joint",
        "filler",
        "modifier",
        "listed",
        "bare",
        "all",
        "beneficiary",
        "change",
        "pretext",
        "partitive",
        "quantifier",
        "sum_up",
        "tally",
        "currency_name",
        "averted",
        "holder",
    ]
)  # the vocabulary of the modules here; a kind without code that asks for it would be dead data
GAP_KINDS = frozenset(["aspect", "joint", "filler", "modifier", "bare", "holder"])  # asked of a gap's whole text
MONEY_UNIT = "CNY"


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


@dataclass(frozen=True, slots=True)
class Reading:
    """One row of readings.yaml."""

    metric: str
    actions: frozenset[str]
    things: frozenset[str]
    context: frozenset[str]
    unless: frozenset[str]
    homes: frozenset[str]
    is_strong: bool
    is_close: bool
    least: int

    @property
    def is_special(self) -> bool:
        """Whether it asks for more than action and thing; such readings go before the others."""
        return bool(self.context or self.homes)

    @property
    def rule(self) -> str:
        """The rule's id: metric, the actions and the things that make it."""
        return f"figure/{self.metric}/{'+'.join(sorted(self.actions)) or 'noun'}"


@dataclass(frozen=True, slots=True)
class _Rules:
    readings: tuple[Reading, ...]
    precedence: tuple[str, ...]
    occasions: frozenset[str]
    one_a_time: frozenset[str]
    implied: Mapping[str, frozenset[str]]
    local_currencies: Mapping[str, str]


class WordFinder:
    """Finds words, leftmost and longest first; Latin words only where they stand alone, in any case of letters."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` in lower case."""
        self._words = sorted(words)
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

    def find(self, text: str) -> list[tuple[str, Span]]:
        """The words of `text` in order, not overlapping."""
        folded = _fold(text)
        # Every match first: one that is part of a longer Latin word (were taken in|to) must not hide others.
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        chosen: list[tuple[str, Span]] = []
        reached = 0
        found.sort(key=_leftmost_longest)
        for index, start, end in found:
            if start >= reached and _stands_alone(folded, start, end):
                chosen.append((self._words[index], Span(start, end)))
                reached = end
        return chosen


def _leftmost_longest(match: tuple[int, int, int]) -> tuple[int, int]:
    _, start, end = match
    return start, -end


class Lexicon:
    """The vocabulary of one language with the readings, which all languages share."""

    def __init__(self, language: str) -> None:
        """`language` as the data files name it. ReferenceDataError where they break their own rules."""
        actions, things, markers = (_load(name) for name in ("actions", "things", "markers"))
        rules = _rules(actions, things)
        self.readings, self.precedence, self._implied = rules.readings, rules.precedence, rules.implied
        self.occasions, self.one_a_time = rules.occasions, rules.one_a_time
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

    def terms(self, text: str, offset: int = 0) -> tuple[Term, ...]:
        """The actions and things that `text` names; spans are moved by `offset`."""
        return tuple(
            Term(Span(span.start + offset, span.end + offset), *self._terms[word])
            for word, span in self._finder.find(text)
        )

    def markers(self, text: str, offset: int = 0) -> tuple[Marker, ...]:
        """The small words of `text`; spans are moved by `offset`."""
        return tuple(
            Marker(Span(span.start + offset, span.end + offset), self._markers[word])
            for word, span in self._marker_finder.find(text)
        )

    def is_only(self, kind: str, text: str) -> bool:
        """Whether `text` consists of nothing but words of that kind of marker, spaces and quotation marks."""
        return self._gaps[kind].fullmatch(_fold(text)) is not None

    def is_bare_end(self, text: str) -> bool:
        """Whether a number before `text` stands without a noun: punctuation, the end, or a word like "were" follows."""
        return self._bare.match(_fold(text)) is not None

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


def _load(name: str) -> dict[str, Any]:
    source = (files(__package__) / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(source)
    return data


def _fold(text: str) -> str:
    folded = text.lower()
    return folded if len(folded) == len(text) else text  # "İ" grows in lower case; offsets come first


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter or digit goes on from the word's own at either end."""
    if _is_letter(text[start]) and start and _is_letter(text[start - 1]):
        return False
    return not (_is_letter(text[end - 1]) and end < len(text) and _is_letter(text[end]))


def _is_letter(char: str) -> bool:
    return char < "\x80" and char.isalnum()


def expand(entry: str) -> list[str]:
    """The forms that an entry stands for: "arrest/s/ed" → arrest, arrests, arrested; every word of a phrase may have forms."""
    phrases = [""]
    for word in entry.lower().split(" "):
        stem, *endings = word.split("/")
        forms = [stem, *(stem + ending for ending in endings)]
        phrases = [f"{phrase} {form}".strip() for phrase in phrases for form in forms]
    return phrases


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


def _rules(actions: Mapping[str, Any], things: Mapping[str, Any]) -> _Rules:
    data = _load("readings")
    rules = _Rules(
        readings=tuple(_reading(row) for row in data["readings"]),
        precedence=tuple(data["precedence"]),
        occasions=frozenset(data["occasions"]),
        one_a_time=frozenset(data["one_a_time"]),
        local_currencies={str(home): str(code) for home, code in data["local_currencies"].items()},
        implied={unit: frozenset([thing]) for thing, units in data["implied"].items() for unit in units},
    )
    _check(rules.readings, frozenset(actions), frozenset(things) | frozenset(data["implied"]))
    unknown = (set(rules.precedence) | rules.occasions | rules.one_a_time) - set(metrics())
    if unknown:
        raise ReferenceDataError(
            f"readings.yaml: precedence, occasions or one_a_time name unknown metrics {sorted(unknown)}"
        )
    return rules


def _reading(row: Mapping[str, Any]) -> Reading:
    return Reading(
        row["metric"],
        frozenset(row["actions"]),
        frozenset(row["things"]),
        frozenset(row.get("context", ())),
        frozenset(row.get("unless", ())),
        frozenset(str(home) for home in row.get("homes", ())),
        row.get("strong", False),
        row.get("close", False),
        row.get("least", 1),
    )


def _check(rows: tuple[Reading, ...], actions: frozenset[str], things: frozenset[str]) -> None:
    for row in rows:
        strange = (
            (row.actions - actions)
            | (row.things - things)
            | (row.context - actions - things)
            | (row.unless - MARKER_KINDS)
        )
        if strange or row.metric not in metrics():
            raise ReferenceDataError(f"readings.yaml: {row.metric}: unknown kinds or metric {sorted(strange)}")
    missing = set(metrics()) - {row.metric for row in rows}
    if missing:
        raise ReferenceDataError(f"readings.yaml: no reading for {sorted(missing)}")
