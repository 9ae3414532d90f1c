"""Loads and checks the word lists of this package (`lexicon/*.yaml`), and makes matchers of them.

The words themselves are data; what they are used for is the business of the modules that ask for them.
"""

import re
from functools import cache
from importlib.resources import files

import yaml

from pipelines.errors import ReferenceDataError

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@cache
def section(lexicon: str, key: str) -> tuple[str, ...]:
    """The entries under `key` of a lexicon: strings, none empty, none twice. Raises ReferenceDataError."""
    entries = _lexicon(lexicon).get(key)
    if not isinstance(entries, list) or not entries:
        raise ReferenceDataError(f"lexicon {lexicon}: '{key}' must be a list with entries")
    for entry in entries:
        if not isinstance(entry, str) or not entry.strip():
            raise ReferenceDataError(f"lexicon {lexicon}: '{key}' holds {entry!r}, which is not a word")
    if len(set(entries)) != len(entries):
        doubled = sorted({entry for entry in entries if entries.count(entry) > 1})
        raise ReferenceDataError(f"lexicon {lexicon}: '{key}' holds twice: {', '.join(doubled)}")
    return tuple(entries)


@cache
def words(lexicon: str, key: str) -> str:
    """A regular expression that matches any of the words of a list, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(section(lexicon, key), key=len, reverse=True)) + ")"


@cache
def patterns(lexicon: str, key: str) -> str:
    """A regular expression that matches any of the expressions of a list; `{name}` stands for the words of list `name`."""
    parts = []
    for entry in section(lexicon, key):
        part = _PLACEHOLDER.sub(lambda match: words(lexicon, match[1]), entry)
        try:
            re.compile(part)
        except re.error as error:
            raise ReferenceDataError(f"lexicon {lexicon}: '{key}' holds {entry!r}: {error}") from error
        parts.append(part)
    return "(?:" + "|".join(parts) + ")"


@cache
def table(lexicon: str, key: str) -> dict[str, tuple[str, ...]]:
    """The lists under `key`, by their names."""
    entries = _lexicon(lexicon).get(key)
    if not isinstance(entries, dict) or not entries:
        raise ReferenceDataError(f"lexicon {lexicon}: '{key}' must be a table with entries")
    result = {}
    for name, values in entries.items():
        listed = values if isinstance(values, list) else [values]
        if not isinstance(name, str) or not all(isinstance(value, str) and value for value in listed):
            raise ReferenceDataError(f"lexicon {lexicon}: '{key}.{name}' must hold words")
        result[name] = tuple(listed)
    return result


@cache
def _lexicon(name: str) -> dict[str, object]:
    text = (files(__package__) / "lexicon" / f"{name}.yaml").read_text("utf-8")
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ReferenceDataError(f"lexicon {name} is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise ReferenceDataError(f"lexicon {name} must be a table of lists")
    return content
