"""What rows are checked against: the code lists and the places that exist. Given by the caller, never looked up here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.model.codelists import chain_roles, currencies, metrics, schemes


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
