"""What rows are checked against: the code lists and the places that exist. Given by the caller, never looked up here."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipelines.errors import ReferenceDataError
from pipelines.model.codelists import chain_roles, metrics, schemes


@dataclass(frozen=True, slots=True)
class Context:
    """Reference sets. `metric_units` maps a metric to its unit; `adcodes` holds every code that a region may have.

    `currencies` are the ISO 4217 codes that may stand in place of CNY.
    """

    metric_units: Mapping[str, str]
    schemes: frozenset[str]
    chain_roles: frozenset[str]
    adcodes: frozenset[str]
    currencies: frozenset[str]

    @classmethod
    def of_code_lists(cls, adcodes: Iterable[str]) -> "Context":
        """The project's code lists, with the gazetteer's codes (foreign countries included)."""
        return cls(
            metric_units={code: metric.unit for code, metric in metrics().items()},
            schemes=frozenset(schemes()),
            chain_roles=frozenset(chain_roles()),
            adcodes=frozenset(adcodes),
            currencies=currencies(),
        )


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes of the currencies in use, from currencies.csv. ReferenceDataError where one is malformed."""
    text = (files(__package__) / "currencies.csv").read_text(encoding="utf-8")
    codes = [row["currency"] for row in csv.DictReader(text.splitlines())]
    bad = [code for code in codes if len(code) != 3 or not (code.isascii() and code.isupper())]
    if bad or len(set(codes)) != len(codes):
        raise ReferenceDataError(f"currencies.csv: a code stands twice or is none of ISO 4217: {bad}")
    return frozenset(codes)
