"""The English lexicon of numbers, compiled to patterns that the reader asks.

Here: loading `en_*.yaml` and `currencies.yaml`. Not here: which numbers are quantities.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from pipelines.errors import ReferenceDataError
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

_NUMBERS = "en_numbers.yaml"
_CODES = "en_codes.yaml"


def _values(data: object, key: str) -> dict[str, int]:
    entries = section(data, key, _NUMBERS)
    if not isinstance(entries, Mapping) or not all(isinstance(value, int) for value in entries.values()):
        raise ReferenceDataError(f"{_NUMBERS}: {key} maps words to whole numbers")
    return {str(word): value for word, value in entries.items()}


def _phrase(words: Iterable[str]) -> str:
    """Like `alternation`, with any run of blanks for a blank and a word boundary behind letters."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    parts = (re.escape(word).replace(r"\ ", r"\s+") + (r"\b" if word[-1].isalnum() else "") for word in ordered)
    return "(?:" + "|".join(parts) + ")"


class EnglishNumberLexicon:
    """Patterns over the data files. Build it once (`english_numbers()`); it is read-only after that."""

    def __init__(self) -> None:
        """Loads and checks the files. Raises ReferenceDataError."""
        self._data = load_yaml(_NUMBERS)
        self._load_words()
        self._load_qualifiers()
        self._load_neighbours()
        self._load_money()
        codes = "|".join(f"(?:{code.pattern})" for code in code_patterns(_CODES))
        self.codes = compiled(codes, _CODES)

    def _words(self, key: str) -> tuple[str, ...]:
        return word_list(section(self._data, key, _NUMBERS), f"{_NUMBERS}: {key}")

    def _load_words(self) -> None:
        self.magnitudes = _values(self._data, "magnitudes")
        self.abbreviations = _values(self._data, "abbreviations")
        articles = dict.fromkeys(self._words("articles"), 1)
        units = {**_values(self._data, "digits"), **_values(self._data, "tens")}
        self.words = {**units, **articles}
        unit, magnitude = alternation(units), alternation(self.magnitudes)
        counted = alternation(set(self.magnitudes) - set(self._words("not_article_before")))
        loose = alternation({*articles, *self._words("halves")})
        first = rf"(?:{unit}|{loose}\s+{counted})"
        word_run = rf"\b{first}(?:(?:[\s-]+and\s+|[\s-]+)(?:{unit}|{magnitude}))*\b"
        digits = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
        factor = rf"(?:(?P<factor>(?:[\s-]{magnitude})+)\b|\s?(?P<short>{alternation(self.abbreviations)})\b)?"
        flags = re.IGNORECASE
        self.number = compiled(rf"(?P<digits>{digits}){factor}|(?P<words>{word_run})", _NUMBERS, flags)
        self.start = compiled(rf"(?<![\d_])\d|\b{first}\b", _NUMBERS, flags)
        self.money_only = frozenset(self._words("money_only"))
        self.not_article_after = self._words("not_article_after")

    def _load_qualifiers(self) -> None:
        def load(key: str) -> dict[str, str]:
            groups = word_map(section(self._data, key, _NUMBERS), f"{_NUMBERS}: {key}")
            return {word.lower(): qualifier for qualifier, words in groups.items() for word in words}

        self.before, self.inside, self.after = (load(f"qualifiers_{place}") for place in ("before", "inside", "after"))
        links, flags = _phrase(self._words("link")), re.IGNORECASE
        word = rf"(?<![A-Za-z])(?P<word>{_phrase(self.before)})\s*(?:{links}\s+)*$"
        self.qualifier_before = compiled(word, _NUMBERS, flags)
        particles = _phrase(self._words("not_qualifier_after"))
        self.particle_verb = compiled(rf"\b{particles}\s+$", _NUMBERS, flags)
        self.not_vague_after = compiled(rf"\b{_phrase(self._words('not_vague_after'))}\s+$", _NUMBERS, flags)
        inside = "|".join(re.escape(word) + (r"\b" if word[-1].isalpha() else "") for word in self.inside)
        self.qualifier_inside = compiled(inside, _NUMBERS, flags)
        self.qualifier_after = compiled(rf"\s+(?P<word>{_phrase(self.after)})", _NUMBERS, flags)

    def _load_neighbours(self) -> None:
        flags = re.IGNORECASE
        never = [
            word
            for words in word_map(section(self._data, "never_after", _NUMBERS), _NUMBERS).values()
            for word in words
        ]
        self.never_after = compiled(rf"[\s-]*{_phrase(never)}", _NUMBERS, flags)
        months = _phrase(self._words("months"))
        before = _phrase(self._words("never_before"))
        self.never_before = compiled(rf"(?:(?<![A-Za-z]){before}[\s:]*|(?<![A-Za-z]){months}\s*)$", _NUMBERS, flags)
        self.year_before = compiled(rf"(?<![A-Za-z]){_phrase(self._words('year_before'))}\s+$", _NUMBERS, flags)
        self.hyphen_counts = compiled(rf"-(?:{_phrase(self._words('hyphen_counts'))})", _NUMBERS, flags)
        self.one_not_before = compiled(rf"[\s-]*{_phrase(self._words('one_not_before'))}", _NUMBERS, flags)
        self.one_not_after = compiled(rf"(?<![A-Za-z]){_phrase(self._words('one_not_after'))}\s+$", _NUMBERS, flags)
        self.copula = compiled(rf"\b{_phrase(self._words('copula'))}\s+$", _NUMBERS, flags)
        self.tally = compiled(rf"\b{_phrase(self._words('tally'))}", _NUMBERS, flags)
        self.daily_before = compiled(rf"\b{_phrase(self._words('daily_before'))}", _NUMBERS, flags)
        ahead = "".join(rf"(?<!\b{re.escape(word)} )" for word in self._words("not_daily_before"))
        behind = rf"(?!\s+{_phrase(self._words('not_daily_after'))})"
        self.daily_after = compiled(rf"{ahead}\b{_phrase(self._words('daily_after'))}{behind}", _NUMBERS, flags)
        self.rate_after = compiled(rf"\s+{_phrase(self._words('rate_after'))}", _NUMBERS, flags)

    def _load_money(self) -> None:
        self.currency_before = {word: currency.code for currency in currencies() for word in currency.before_en}
        self.currency_after = {word.lower(): currency.code for currency in currencies() for word in currency.after_en}
        signs = alternation(self.currency_before)
        self.money_before = compiled(rf"(?<![A-Za-z$])(?P<sign>{signs})\s?$", _NUMBERS)
        after = _phrase(self.currency_after)
        self.money_after = compiled(rf"[\s-](?P<name>{after})", _NUMBERS, re.IGNORECASE)


@cache
def english_numbers() -> EnglishNumberLexicon:
    """The lexicon, loaded at first use."""
    return EnglishNumberLexicon()
