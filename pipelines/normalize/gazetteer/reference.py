"""Reads the gazetteer's data files and refuses those that break their own rules. What the files mean: README.md.

No lookup and no search here: those are built on what this module returns.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import yaml

from pipelines.errors import ReferenceDataError
from pipelines.normalize.gazetteer.places import CHINA, Level, Place

TIERS = ("free", "near", "chain", "full")


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a unit had under a code that it kept."""

    adcode: str
    name_zh: str
    short_zh: str
    short_en: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A further form of a place's name. `tier` says how much context it needs, as in bare_forms.tsv."""

    adcode: str
    language: str
    form: str
    tier: str


def read_text(name: str) -> str:
    """A data file's text."""
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def read_rows(name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file that must have exactly these columns."""
    reader = csv.DictReader(read_text(name).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(reader.fieldnames or ()) != columns:
        raise ReferenceDataError(f"{name}: columns are {reader.fieldnames}, not {list(columns)}")
    for number, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            raise ReferenceDataError(f"{name}, line {number}: not {len(columns)} columns")
        yield row


def read_yaml(name: str) -> dict[str, Any]:
    """A YAML file whose root is a mapping."""
    data = yaml.load(read_text(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(data, dict):
        raise ReferenceDataError(f"{name}: the root is not a mapping")
    return data


@cache
def places() -> dict[str, Place]:
    """Every place by its code: China, its units today and since 2000, foreign countries."""
    found = {CHINA: Place(CHINA, "country", "中华人民共和国", "China", None, short_zh="中国")}
    for row in read_rows("divisions.tsv", _DIVISION_COLUMNS):
        if row["adcode"] in found or row["level"] not in get_args(Level):
            raise ReferenceDataError(f"divisions.tsv: {row['adcode']} stands twice or has an unknown level")
        found[row["adcode"]] = _division(row)
    for row in read_rows("countries.tsv", ("code", "name_zh", "name_en")):
        found[row["code"]] = Place(row["code"], "country", row["name_zh"], row["name_en"], None)
    orphans = [p.adcode for p in found.values() if p.parent is not None and p.parent not in found]
    if orphans:
        raise ReferenceDataError(f"divisions.tsv: the units above {', '.join(orphans)} are missing")
    return found


_DIVISION_COLUMNS = (
    "adcode",
    "level",
    "parent",
    "name_zh",
    "short_zh",
    "name_en",
    "short_en",
    "pinyin",
    "valid_from",
    "valid_to",
)


def _division(row: dict[str, str]) -> Place:
    since, until = (int(row[key]) if row[key] else None for key in ("valid_from", "valid_to"))
    level: Level = row["level"]  # type: ignore[assignment]  # checked by the caller
    return Place(
        row["adcode"],
        level,
        row["name_zh"],
        row["name_en"],
        row["parent"],
        since,
        until,
        short_zh=row["short_zh"],
        short_en=row["short_en"],
        pinyin=row["pinyin"],
    )


@cache
def former_names() -> tuple[FormerName, ...]:
    """Names given up while the code stayed (襄樊市, now 襄阳市)."""
    rows = read_rows("former_names.tsv", ("adcode", "name_zh", "short_zh", "short_en", "valid_from", "valid_to"))
    return tuple(
        FormerName(_known(r["adcode"], "former_names.tsv"), r["name_zh"], r["short_zh"], r["short_en"]) for r in rows
    )


@cache
def aliases() -> tuple[Alias, ...]:
    """Further names, those of foreign places included."""
    own = [
        Alias(_known(r["adcode"], "aliases.tsv"), r["language"], r["form"], _tier(r["tier"], "aliases.tsv"))
        for r in read_rows("aliases.tsv", ("adcode", "language", "form", "tier", "note"))
    ]
    foreign = [
        Alias(_known(r["code"], "foreign_places.tsv"), r["language"], r["form"], _tier(r["tier"], "foreign_places.tsv"))
        for r in read_rows("foreign_places.tsv", ("code", "language", "form", "tier", "note"))
    ]
    return (*own, *foreign)


@cache
def bare_tiers() -> dict[str, str]:
    """Forms that need more or less context than their level's default, with the tier (README.md explains the tiers)."""
    names = {name for place in places().values() for name in (place.name_zh, place.short_zh)}
    names.update(name for former in former_names() for name in (former.name_zh, former.short_zh))
    tiers: dict[str, str] = {}
    for group in read_yaml("bare_forms.yaml")["groups"]:
        for form in group["forms"]:
            if form in tiers or form not in names:
                raise ReferenceDataError(f"bare_forms.yaml: {form} stands twice or is no place's name")
            tiers[form] = _tier(group["tier"], "bare_forms.yaml")
    return tiers


@cache
def crossing_words() -> tuple[frozenset[str], frozenset[str]]:
    """Ordinary words of two characters that end where a short name begins (left) or begin where one ends (right)."""
    sides = {row["side"]: row["words"].split() for row in read_rows("crossing_words.tsv", ("side", "words"))}
    if set(sides) != {"left", "right"} or any(len(word) != 2 for words in sides.values() for word in words):
        raise ReferenceDataError("crossing_words.tsv: not the rows left and right with words of two characters")
    return frozenset(sides["left"]), frozenset(sides["right"])


def _known(adcode: str, name: str) -> str:
    if adcode not in places():
        raise ReferenceDataError(f"{name}: there is no place {adcode}")
    return adcode


def _tier(tier: str, name: str) -> str:
    if tier not in TIERS:
        raise ReferenceDataError(f"{name}: {tier!r} is not one of {', '.join(TIERS)}")
    return tier
