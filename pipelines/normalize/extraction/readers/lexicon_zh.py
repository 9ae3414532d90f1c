"""The Chinese lexicon of numbers: units, qualifiers and their neighbours, compiled to patterns that readers ask.

Here: loading `zh_*.yaml` and answering "what stands before, after, around". Not here: what a number is worth.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

import ahocorasick_rs

from pipelines.errors import ReferenceDataError
from pipelines.model.reports import Basis, Qualifier
from pipelines.model.span import Span
from pipelines.normalize.extraction.readers.lexicon import (
    alternation,
    code_patterns,
    compiled,
    currencies,
    load_yaml,
    section,
    word_list,
    word_map,
)

_UNITS = "zh_units.yaml"
_QUALIFIERS = "zh_qualifiers.yaml"
_NAMES = "zh_names.yaml"
_CODES = "zh_codes.yaml"
_BLANK = r"[^\S\n]{0,2}"
_LEFT_WINDOW = 16  # characters before a number in which its qualifier and currency stand
_CLAUSE_WINDOW = 40  # … and in which 日均 or 每天 may govern it
_CLAUSE_END = re.compile(r"[，,。；;：:！？!?\n（）()](?!\d{3})")

UnitKind = Literal["count", "money", "never", "none"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What follows a number. `text` is the classifier as written, or the currency's code."""

    kind: UnitKind
    text: str | None
    end: int


@dataclass(frozen=True, slots=True)
class Left:
    """What stands before a number and belongs to it; `start` is where it begins (the number itself if nothing)."""

    start: int
    qualifier: Qualifier | None = None
    currency: str | None = None
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What stands behind the unit and belongs to the number."""

    end: int
    qualifier: Qualifier | None = None
    is_vague: bool = False


def _qualifier_map(data: object, key: str) -> dict[str, str]:
    """Word → qualifier (or "vague") of a section of the qualifier file."""
    words: dict[str, str] = {}
    for qualifier, entries in word_map(section(data, key, _QUALIFIERS), f"{_QUALIFIERS}: {key}").items():
        if qualifier not in (*get_args(Qualifier), "vague"):
            raise ReferenceDataError(f"{_QUALIFIERS}: {key}.{qualifier} is no qualifier")
        for word in entries:
            if words.setdefault(word, qualifier) != qualifier:
                raise ReferenceDataError(f"{_QUALIFIERS}: {key}: {word} has two qualifiers")
    return words


def as_qualifier(word: str | None) -> Qualifier | None:
    """The qualifier a data file's word stands for; None for "vague"."""
    return None if word in (None, "vague") else cast("Qualifier", word)


class ChineseNumberLexicon:
    """Patterns over the data files. Build it once (`chinese_numbers()`); it is read-only after that."""

    def __init__(self) -> None:
        """Loads and checks the files. Raises ReferenceDataError."""
        units, qualifiers = load_yaml(_UNITS), load_yaml(_QUALIFIERS)
        self._load_units(units)
        self._load_neighbours(units)
        self._load_qualifiers(qualifiers)
        self._load_protected()
        self.followers = "".join(sorted({word[0] for word in (*self._unit_kinds, *self._inside, *self._after_words)}))

    def _load_units(self, units: object) -> None:
        self._unit_kinds: dict[str, tuple[UnitKind, str]] = {}
        parts: list[tuple[str, str]] = []
        for entry in section(units, "classifiers", _UNITS):
            if not isinstance(entry, Mapping) or not set(entry) <= {"text", "not_before"}:
                raise ReferenceDataError(f"{_UNITS}: {entry!r} is no classifier")
            follow = word_list(entry["not_before"], f"{_UNITS}: {entry['text']}") if "not_before" in entry else ()
            parts.append((entry["text"], f"(?!{alternation(follow)})" if follow else ""))
            self._unit_kinds[entry["text"]] = ("count", entry["text"])
        for currency in currencies():
            for word in currency.after:
                parts.append((word, ""))
                self._unit_kinds[word] = ("money", currency.code)
        for words in word_map(section(units, "never", _UNITS), f"{_UNITS}: never").values():
            for word in words:
                parts.append((word, ""))
                self._unit_kinds[word] = ("never", word)
        if len(self._unit_kinds) != len(parts):
            raise ReferenceDataError(f"{_UNITS}: a unit is listed twice")
        parts.sort(key=lambda part: (-len(part[0]), part[0]))
        self._unit = compiled("|".join(re.escape(word) + guard for word, guard in parts), _UNITS)
        self.never_one = frozenset(word_list(section(units, "never_one", _UNITS), f"{_UNITS}: never_one"))
        self.ordinal_two = frozenset(word_list(section(units, "ordinal_two", _UNITS), f"{_UNITS}: ordinal_two"))
        self.one_before = word_list(section(units, "one_before", _UNITS), f"{_UNITS}: one_before")
        self.not_one_after = word_list(section(units, "not_one_after", _UNITS), f"{_UNITS}: not_one_after")

    def _load_neighbours(self, units: object) -> None:
        before = word_map(section(units, "before", _UNITS), f"{_UNITS}: before")
        self._ordinal, self._not_ordinal = before["ordinal"], before["ordinal_unless"]
        self._vague, self._not_vague = before["vague"], before["vague_unless"]
        self._not_vague_inexact = before["vague_unless_inexact"]
        self._vague_any = before["vague_any"]
        prefix = alternation(word_list(section(units, "rate_prefix", _UNITS), f"{_UNITS}: rate_prefix"))
        gap = int(section(units, "rate_gap", _UNITS))
        average = alternation(word_list(section(units, "average_before", _UNITS), f"{_UNITS}: average_before"))
        self._rate_before = compiled(f"{average}|{prefix}.{{0,{gap}}}$", _UNITS)
        self._rate_after = compiled(
            alternation(word_list(section(units, "rate_after", _UNITS), f"{_UNITS}: rate_after")), _UNITS
        )
        daily = word_list(section(units, "daily_before", _UNITS), f"{_UNITS}: daily_before")
        self._daily_before = compiled(alternation(daily), _UNITS)
        self._governs = frozenset("".join(daily)) | {"每", "均", "价", "薪"}
        self._daily_after = compiled(
            alternation(word_list(section(units, "daily_after", _UNITS), f"{_UNITS}: daily_after")), _UNITS
        )

    def _load_qualifiers(self, data: object) -> None:
        self._before = _qualifier_map(data, "before")
        self._before_magnitude = _qualifier_map(data, "before_magnitude")
        self._inside = _qualifier_map(data, "inside")
        self._after_words = _qualifier_map(data, "after")
        self._not_before = word_list(section(data, "not_before", _QUALIFIERS), f"{_QUALIFIERS}: not_before")
        links = word_list(section(data, "link", _QUALIFIERS), f"{_QUALIFIERS}: link")
        self._currency_before = {word: currency.code for currency in currencies() for word in currency.before}
        money = alternation(self._currency_before)
        tail = rf"(?:{alternation(links)}{_BLANK})?(?:(?P<inner>{money}){_BLANK})?$"
        head = rf"(?:(?P<outer>{money}){_BLANK})?"
        self._left = compiled(rf"{head}(?P<word>{alternation(self._before)}){_BLANK}{tail}", _QUALIFIERS)
        magnitude = alternation({**self._before, **self._before_magnitude})
        self._left_magnitude = compiled(rf"{head}(?P<word>{magnitude}){_BLANK}{tail}", _QUALIFIERS)
        self._left_money = compiled(rf"(?P<inner>{money}){_BLANK}$", _QUALIFIERS)
        words = (*self._before, *self._before_magnitude, *links, *self._currency_before)
        self._left_ends = frozenset(word[-1] for word in words)
        self._after = compiled(alternation(self._after_words), _QUALIFIERS)
        self.inside_pattern = alternation(self._inside)

    def _load_protected(self) -> None:
        codes = "|".join(f"(?:{code.pattern})" for code in code_patterns(_CODES))
        self.codes = compiled(codes, _CODES)
        names = word_map(load_yaml(_NAMES), _NAMES)
        terms = sorted({word for words in names.values() for word in words})
        kind = ahocorasick_rs.MatchKind.LeftmostLongest
        self._names = ahocorasick_rs.AhoCorasick(terms, matchkind=kind)

    def names_in(self, text: str, offset: int) -> list[Span]:
        """The protected words in `text`, their spans moved by `offset`, in order."""
        return [Span(start + offset, end + offset) for _, start, end in self._names.find_matches_as_indexes(text)]

    def unit_at(self, text: str, at: int, end: int) -> Unit:
        """The unit that begins at `at`, after blanks."""
        start = skip_blank(text, at, end)
        match = self._unit.match(text, start, end)
        if match is None:
            return Unit("none", None, at)
        kind, name = self._unit_kinds[match[0]]
        return Unit(kind, name, match.end())

    def left_of(self, text: str, start: int, at: int, before_magnitude: bool) -> Left:
        """Qualifier and currency that end at `at`, not reaching before `start`."""
        start = max(start, at - _LEFT_WINDOW)
        window = text[start:at]
        if not window or window.rstrip()[-1:] not in self._left_ends:
            return Left(at)
        pattern = self._left_magnitude if before_magnitude else self._left
        match = pattern.search(window)
        if match and not window[: match.end("word")].endswith(self._longer_words(match["word"])):
            word = match["word"]
            qualifier = self._before.get(word) or self._before_magnitude[word]
            money = match["inner"] or match["outer"]
            currency = self._currency_before.get(money or "")
            return Left(start + match.start(), as_qualifier(qualifier), currency, qualifier == "vague")
        match = self._left_money.search(window)
        if match:
            return Left(start + match.start(), None, self._currency_before[match["inner"]])
        return Left(at)

    def _longer_words(self, word: str) -> tuple[str, ...]:
        """The words that end in `word` and are no qualifier, such as 附近 for 近."""
        return tuple(longer for longer in self._not_before if longer.endswith(word) and longer != word)

    def inside(self, word: str | None) -> str | None:
        """The qualifier, or "vague", of a word between digits and unit."""
        return None if word is None else self._inside[word]

    def after(self, text: str, at: int, end: int) -> After:
        """The qualifier behind the unit."""
        match = self._after.match(text, skip_blank(text, at, end), end)
        if match is None:
            return After(at)
        word = self._after_words[match[0]]
        return After(match.end(), as_qualifier(word), word == "vague")

    def basis(self, text: str, start: int, at: int, after: int) -> Basis | None:
        """daily where a day governs the number between `at` and `after`; None for other rates; total else."""
        if self._daily_after.match(text, after):
            return "daily"
        if self._rate_after.match(text, after):
            return None
        clause = text[max(start, at - _CLAUSE_WINDOW) : at]
        if self._governs.isdisjoint(clause):
            return "total"
        clause = _CLAUSE_END.split(clause)[-1]
        if self._daily_before.search(clause):
            return "daily"
        return None if self._rate_before.search(clause) else "total"

    def is_ordinal(self, window: str) -> bool:
        """Whether the words before a number make it a place in an order."""
        return window.endswith(self._ordinal) and not window.endswith(self._not_ordinal)

    def is_vague(self, window: str, bare: bool, inexact: bool) -> bool:
        """Whether the words before make it no number: 数百, 几十.

        `bare`: the numeral begins with a magnitude; `inexact`: 余 or 多 follows it (人数百余 but 受害人数百名).
        """
        if window.endswith(self._vague_any):
            return True
        if not bare or not window.endswith(self._vague) or window.endswith(self._not_vague):
            return False
        return not (inexact and window.endswith(self._not_vague_inexact))


def skip_blank(text: str, at: int, end: int) -> int:
    """Past at most two blanks; line breaks are none."""
    stop = min(at + 2, end)
    while at < stop and text[at].isspace() and text[at] != "\n":
        at += 1
    return at


@cache
def chinese_numbers() -> ChineseNumberLexicon:
    """The lexicon, loaded at first use."""
    return ChineseNumberLexicon()
