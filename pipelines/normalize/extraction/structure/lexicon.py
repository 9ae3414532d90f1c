"""Loading the lexicons that lie beside this package's modules: YAML files of terms, checked when they are read.

A term is a regular expression fragment. `zh` terms match anywhere; `en` terms match whole words in either case, and a
space in them stands for any white space. What the terms mean is the business of the module that loads them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipelines.errors import ReferenceDataError
from pipelines.normalize.extraction.terms import Terms

LANGUAGES = ("zh", "en")
_SPACE = r"\s+"


@dataclass(frozen=True, slots=True)
class Weighted:
    """Terms of equal weight under one code."""

    weight: float
    pattern: Terms


@cache
def load_lexicon(name: str) -> Mapping[str, Any]:
    """The mapping in `name`.yaml. Raises ReferenceDataError where the file is missing or no mapping."""
    path = files(__package__) / f"{name}.yaml"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise ReferenceDataError(f"lexicon {name}.yaml cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise ReferenceDataError(f"lexicon {name}.yaml: a mapping is expected at the top")
    return content


def section(name: str, key: str) -> Any:  # noqa: ANN401  what an entry holds is checked by the module that asks
    """One top-level entry of a lexicon. Raises ReferenceDataError where it is missing."""
    try:
        return load_lexicon(name)[key]
    except KeyError:
        raise ReferenceDataError(f"lexicon {name}.yaml: {key} is missing") from None


def compile_terms(terms: object, where: str) -> Terms:
    """One pattern for {zh: [...], en: [...]}; the longest term that fits wins. `where` names it in errors."""
    if not isinstance(terms, Mapping) or not set(terms) & set(LANGUAGES):
        raise ReferenceDataError(f"{where}: zh or en terms are expected")
    zh, en = (_checked(terms.get(language) or [], f"{where}.{language}") for language in LANGUAGES)
    if not (zh or en):
        raise ReferenceDataError(f"{where}: no terms")
    words = [term.replace(" ", _SPACE) for term in en]
    return Terms([*_longest_first(zh), *(rf"\b(?:{word})\b" for word in _longest_first(words))])


@cache
def pattern(name: str, key: str) -> Terms:
    """The terms under a top-level key, as one pattern."""
    return compile_terms(section(name, key), f"lexicon {name}.yaml: {key}")


@cache
def weighted(name: str, key: str) -> tuple[Weighted, ...]:
    """The list of {weight, zh, en} under a top-level key."""
    return _weighted(section(name, key), f"lexicon {name}.yaml: {key}")


@cache
def weighted_codes(name: str, key: str) -> Mapping[str, tuple[Weighted, ...]]:
    """A mapping of codes to lists of {weight, zh, en} under a top-level key."""
    content = section(name, key)
    if not isinstance(content, dict):
        raise ReferenceDataError(f"lexicon {name}.yaml: {key} must map codes to terms")
    return {code: _weighted(entries, f"lexicon {name}.yaml: {key}.{code}") for code, entries in content.items()}


def standing(groups: Sequence[Weighted], text: str) -> tuple[Weighted, ...]:
    """The groups that can match in the text at all: few of a lexicon's do, and its sentences are asked for these alone."""
    return tuple(group for group in groups if group.pattern.may_stand_in(text, 0, len(text)))


def _weighted(entries: object, where: str) -> tuple[Weighted, ...]:
    if not isinstance(entries, list) or not entries:
        raise ReferenceDataError(f"{where}: a list of weighted terms is expected")
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("weight"), (int, float)):
            raise ReferenceDataError(f"{where}: every entry needs a number as weight")
    return tuple(Weighted(float(entry["weight"]), compile_terms(entry, where)) for entry in entries)


def _checked(terms: Sequence[object], where: str) -> list[str]:
    words = [term for term in terms if isinstance(term, str) and term.strip()]
    if len(words) != len(terms):
        raise ReferenceDataError(f"{where}: every term must be a string that is not empty")
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise ReferenceDataError(f"{where}: {', '.join(twice)} stands twice")
    for word in words:
        try:
            empty = re.compile(word).search("") is not None
        except re.error as error:
            raise ReferenceDataError(f"{where}: {word} is no regular expression ({error})") from error
        if empty:
            raise ReferenceDataError(f"{where}: {word} matches nothing at all, it would match everywhere")
    return words


def _longest_first(words: Sequence[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))
