"""Loads and checks the readers' data files.

Here: reading YAML from the package, checking its shape, turning word lists into regular expressions. Not here: what the
words mean for a number or a date; that is with the readers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipelines.errors import ReferenceDataError


@cache
def load_yaml(name: str) -> Any:  # noqa: ANN401 - YAML is untyped until the typed loaders below have checked it
    """The content of `data/<name>`. Raises ReferenceDataError where it is no YAML."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ReferenceDataError(f"{name} is not YAML: {error}") from error


def word_list(value: object, where: str) -> tuple[str, ...]:
    """A non-empty list of non-empty strings, duplicates dropped. `where` names the place for the error."""
    if not isinstance(value, list) or not value:
        raise ReferenceDataError(f"{where}: a list of words is expected")
    for word in value:
        if not isinstance(word, str) or not word.strip():
            raise ReferenceDataError(f"{where}: {word!r} is not a word")
    return tuple(dict.fromkeys(value))


def word_map(value: object, where: str) -> dict[str, tuple[str, ...]]:
    """A mapping from a key to a list of words."""
    if not isinstance(value, Mapping) or not value:
        raise ReferenceDataError(f"{where}: a mapping to lists of words is expected")
    return {str(key): word_list(words, f"{where}.{key}") for key, words in value.items()}


def section(data: object, key: str, name: str) -> Any:  # noqa: ANN401 - checked by the caller's word_list or word_map
    """`data[key]` of the file `name`, which must be there."""
    if not isinstance(data, Mapping) or key not in data:
        raise ReferenceDataError(f"{name}: {key} is missing")
    return data[key]


def shifts(data: object, key: str, name: str) -> dict[str, int]:
    """A mapping word → whole number of a data file."""
    entries = section(data, key, name)
    if not isinstance(entries, Mapping) or not all(isinstance(value, int) for value in entries.values()):
        raise ReferenceDataError(f"{name}: {key} maps words to whole numbers")
    return {str(word): value for word, value in entries.items()}


def stretches(data: object, key: str, name: str) -> dict[str, tuple[int, int]]:
    """A mapping word → first and last month or day of a data file."""
    entries = section(data, key, name)
    if not isinstance(entries, Mapping) or not all(
        isinstance(pair, list) and len(pair) == 2 for pair in entries.values()
    ):
        raise ReferenceDataError(f"{name}: {key} maps words to a first and a last")
    return {str(word): (int(pair[0]), int(pair[1])) for word, pair in entries.items()}


def alternation(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"


def compiled(pattern: str, where: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern compiled; a bad one is a defect of the data."""
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise ReferenceDataError(f"{where}: {pattern!r} is no regular expression: {error}") from error


@dataclass(frozen=True, slots=True)
class CodePattern:
    """A stretch with digits that is no quantity, and why."""

    name: str
    pattern: str
    reason: str


@cache
def code_patterns(name: str) -> tuple[CodePattern, ...]:
    """The code patterns of a file, each checked to compile and to carry its reason; names are unique."""
    entries = load_yaml(name)
    if not isinstance(entries, list):
        raise ReferenceDataError(f"{name}: a list is expected")
    found = []
    for entry in entries:
        if not isinstance(entry, Mapping) or set(entry) != {"name", "pattern", "reason"}:
            raise ReferenceDataError(f"{name}: {entry!r} needs exactly name, pattern and reason")
        compiled(entry["pattern"], f"{name}: {entry['name']}")
        found.append(CodePattern(**entry))
    if len({code.name for code in found}) != len(found):
        raise ReferenceDataError(f"{name}: two patterns have one name")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and how it is written before and after a number, in Chinese and in English text."""

    code: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    before_en: tuple[str, ...]
    after_en: tuple[str, ...]


@cache
def currencies() -> tuple[Currency, ...]:
    """All currencies. A code is three capital letters and occurs once."""
    name = "currencies.yaml"
    found: list[Currency] = []
    for entry in section(load_yaml(name), "currencies", name):
        code = section(entry, "code", name)
        if not re.fullmatch("[A-Z]{3}", code) or code in {currency.code for currency in found}:
            raise ReferenceDataError(f"{name}: {code!r} is no ISO 4217 code or is there twice")
        fields = ("before", "after", "before_en", "after_en")
        found.append(Currency(code, *(word_list(section(entry, key, name), f"{name}: {code}.{key}") for key in fields)))
    return tuple(found)


@cache
def same_amount_words() -> tuple[str, ...]:
    """The words that introduce the same amount in another currency, all languages together."""
    name = "currencies.yaml"
    by_language = word_map(section(load_yaml(name), "same_amount", name), f"{name}: same_amount")
    return tuple(word for words in by_language.values() for word in words)
