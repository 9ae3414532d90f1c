"""What is true: cases, campaigns, and of each article what a careful person would code from it. Data only.

Values are whole numbers in the metric's unit. Adcodes are the gazetteer's, or ISO 3166 alpha-2 for a foreign country.
Spans count characters of the captured text; `captured[span.start:span.end] == quote` for everything that is told.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.model.reports import Basis, Qualifier, RegionRole, Scope
from pipelines.model.span import Span

Plot = Literal["gang", "victim", "court", "handover"]
Language = Literal["zh", "en"]
Script = Literal["Hans", "Hant", "Latn"]
Kind = Literal["telling", "update", "release", "total", "series", "out", "advice"]


@dataclass(frozen=True, slots=True)
class Count:
    """A number as the authority states it, in every language and by every outlet."""

    metric: str
    value: int
    qualifier: Qualifier = "exact"


@dataclass(frozen=True, slots=True)
class Stage:
    """What is known of a case on a day. Counts of later stages are not smaller."""

    told_on: date
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A named operation; `name` is what the gold calls it, `zh` and `en` how articles write it."""

    key: str
    name: str
    zh: str
    en: str
    year: int | None
    region_adcode: str


@dataclass(frozen=True, slots=True)
class Person:
    """A surname in characters and pinyin, and what stands for the rest of the name."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Case:
    """One investigation. `core` metrics are told by every article of the case; without them nobody could tell who is meant."""

    case_id: str
    plot: Plot
    place: str
    suspect: Person
    victim: Person
    scheme: str | None
    role: str
    campaign: Campaign | None
    code_name: str | None
    began_on: date
    arrest_place: str | None
    site_place: str | None
    country: str | None
    stages: tuple[Stage, ...]
    core: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of a bureau or of the whole country up to a day. `daily` holds averages of a day."""

    place: str
    told_on: date
    counts: tuple[Count, ...]
    daily: tuple[Count, ...] = ()
    campaign: Campaign | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that the article gives."""

    count: Count
    unit: str
    scope: Scope
    case_key: str | None
    region: str | None
    period: tuple[date, date] | None
    campaign_key: str | None
    subset: bool
    basis: Basis
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class ToldRegion:
    """A place in its role for a case."""

    case_key: str
    adcode: str
    role: RegionRole
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class ToldCampaign:
    """A campaign that the article names."""

    campaign: Campaign
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class ToldCase:
    """A case as the article tells it. `scheme` and the names are what it says, not all that is true."""

    key: str
    case: Case
    title: str
    scheme: str | None
    campaign_key: str | None
    suspects: tuple[str, ...]
    code_name: str | None
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its truth. `captured` is the captured text that its file or item gives."""

    index: int
    kind: Kind
    language: Language
    script: Script
    title: str
    publisher: str
    published_on: date
    in_domain: bool
    captured: str
    cases: tuple[ToldCase, ...]
    figures: tuple[Figure, ...]
    regions: tuple[ToldRegion, ...]
    campaigns: tuple[ToldCampaign, ...]
