"""What was read from one article: the coding, made of reports that each carry their evidence.

The codebook (docs/codebook.md) says what a right report is. Values are exact decimals in the metric's unit; regions are
adcodes of the gazetteer ("100000" China, six digits below it, ISO 3166 alpha-2 for a foreign country).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pipelines.model.span import Evidence

Qualifier = Literal["exact", "at_least", "nearly", "about"]
Basis = Literal["total", "daily"]
Scope = Literal["case", "aggregate"]
RegionRole = Literal["jurisdiction", "arrest", "site", "victim", "origin"]


@dataclass(frozen=True, slots=True)
class RegionReport:
    """A place in its role for a case. `case_key` is a `CaseReport.key` of the same coding."""

    case_key: str
    adcode: str
    role: RegionRole
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """A named operation that the article speaks of. `key` identifies it across articles: break_card, clean_net_2021."""

    key: str
    name_zh: str | None
    name_en: str | None
    year: int | None
    region_adcode: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CaseReport:
    """One investigation or incident as this article tells it. `key` is unique in the coding: c1, c2, … as read.

    `agency_adcode` is None where no place in charge can be told and where several are in charge: the region reports list them.
    """

    key: str
    title: str
    code_name: str | None
    agency_adcode: str | None
    agency_name: str | None
    scheme: str | None
    role: str | None
    campaign_key: str | None
    occurred_on: date | None
    suspects: tuple[str, ...]
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class FigureReport:
    """One number with its meaning. `period_basis` says what the period rests on (text, published_on, a dated phrase).

    `scope` is "case" exactly where `case_key` names a case of the same coding.
    """

    metric: str
    value: Decimal
    unit: str
    qualifier: Qualifier
    basis: Basis
    subset: bool
    scope: Scope
    case_key: str | None
    campaign_key: str | None
    region_adcode: str | None
    period_start: date | None
    period_end: date | None
    period_basis: str | None
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Coding:
    """All that one coder read from one document. Out of scope means: no reports, and `scope_reason` says why."""

    coder: str
    coder_version: str
    in_scope: bool
    scope_reason: str
    cases: tuple[CaseReport, ...] = ()
    campaigns: tuple[CampaignReport, ...] = ()
    figures: tuple[FigureReport, ...] = ()
    regions: tuple[RegionReport, ...] = ()
