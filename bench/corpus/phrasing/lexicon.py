"""Reads the data files: sentences, names, other articles. Everything is compiled and checked when it is first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from bench.corpus.phrasing.templates import Template, compiled
from bench.corpus.truth import Campaign, Language
from pipelines.errors import ReferenceDataError
from pipelines.model import codelists

_LISTS = (
    *("result_leads", "further_leads", "fact_leads", "updates", "update_facts", "fillers", "site_sentences", "tails"),
    *("origin_sentences", "windows", "total_leads", "total_openings", "total_dailies", "total_fillers", "series"),
    *("series_tails", "release_openings", "release_totals", "headings"),
)


class Conduct(NamedTuple):
    """How a scheme or a role in the chain is called, and how it works."""

    nouns: tuple[str, ...]
    modus: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language. `bare` are clauses without a verb, which they share with the one before."""

    language: Language
    clauses: Mapping[str, tuple[Template, ...]]
    bare: Mapping[str, Template]
    measures: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[Template, ...]]
    openings: Mapping[str, tuple[Template, ...]]
    titles: Mapping[str, tuple[Template, ...]]
    parts: Mapping[str, tuple[Template, ...]]
    schemes: Mapping[str, Conduct]
    roles: Mapping[str, Conduct]


class Country(NamedTuple):
    """A foreign country."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CampaignKind:
    """A name under which campaigns are run."""

    key: str
    recurs: bool
    local: bool
    name: str
    zh: str
    en: str

    def of_year(self, year: int, region: str, prefix: str) -> Campaign:
        """The campaign of a year; the standing one where the name does not recur."""
        key = f"{prefix}{self.key}_{year}" if self.recurs else f"{prefix}{self.key}"
        name, zh, en = (text.replace("{year}", str(year)) for text in (self.name, self.zh, self.en))
        return Campaign(key, name, zh, en, year if self.recurs else None, region)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of persons, outlets, countries, campaigns."""

    surnames: tuple[tuple[str, str], ...]
    given: tuple[str, ...]
    victims: tuple[str, ...]
    outlets: Mapping[str, tuple[str, ...]]
    countries: tuple[Country, ...]
    campaigns: tuple[CampaignKind, ...]


@dataclass(frozen=True, slots=True)
class Others:
    """What is not to be coded. Articles are (headline, paragraph, …) with {a}, {b}, {c}, {big} and {place}."""

    out: Mapping[str, tuple[tuple[str, ...], ...]]
    advice: Mapping[str, tuple[tuple[str, ...], ...]]
    chrome: Mapping[str, Mapping[str, Any]]
    glosses: Mapping[str, str]


@cache
def wording(language: Language) -> Wording:
    """The sentences of a language. Raises ReferenceDataError where the file breaks the rules."""
    data = _yaml(language)
    metrics = data["metrics"]
    if unknown := set(metrics) ^ (set(codelists.metrics()) & set(metrics)):
        raise ReferenceDataError(f"{language}.yaml: unknown metrics {', '.join(sorted(unknown))}")
    return Wording(
        language=language,
        clauses={
            metric: tuple(compiled(clause, is_clause=True, metric=metric) for clause in entry["clauses"])
            for metric, entry in metrics.items()
        },
        bare={
            metric: compiled(entry["bare"], is_clause=True, metric=metric)
            for metric, entry in metrics.items()
            if "bare" in entry
        },
        measures={metric: tuple(entry.get("measures", ())) for metric, entry in metrics.items()},
        lists={name: _templates(data[name]) for name in _LISTS},
        openings={name: _templates(texts) for name, texts in data["openings"].items()},
        titles={name: _templates(texts) for name, texts in data["titles"].items()},
        parts={name: _templates(texts) for name, texts in data["parts"].items()},
        schemes={name: _conduct(entry) for name, entry in data["schemes"].items()},
        roles={name: _conduct(entry) for name, entry in data["roles"].items()},
    )


@cache
def names() -> Names:
    """Names of all languages."""
    data = _yaml("names")
    return Names(
        surnames=tuple((zh, en) for zh, en in data["surnames"]),
        given=tuple(data["given"]),
        victims=tuple(data["victims"]),
        outlets={language: tuple(outlets) for language, outlets in data["outlets"].items()},
        countries=tuple(Country(*row) for row in data["countries"]),
        campaigns=tuple(CampaignKind(**row) for row in data["campaigns"]),
    )


@cache
def others() -> Others:
    """Other articles and what stands around articles."""
    data = _yaml("others")
    return Others(_stories(data["out"]), _stories(data["advice"]), data["chrome"], data["glosses"])


def _yaml(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files(__package__) / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def _templates(texts: list[str]) -> tuple[Template, ...]:
    return tuple(compiled(text) for text in texts)


def _conduct(entry: Mapping[str, list[str]]) -> Conduct:
    return Conduct(tuple(entry["nouns"]), _templates(entry["modus"]))


def _stories(by_language: Mapping[str, list[list[str]]]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    return {language: tuple(tuple(story) for story in stories) for language, stories in by_language.items()}
