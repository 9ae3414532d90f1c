"""What the articles of a plot tell, and between which bounds the numbers lie: plots.yaml, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from pipelines.errors import ReferenceDataError
from pipelines.model import codelists


class Range(NamedTuple):
    """Smallest and largest value, both at least 2."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Told:
    """Metrics of a plot and role."""

    core: tuple[str, ...]
    money: tuple[str, ...]
    further: tuple[str, ...]
    ranges: Mapping[str, Range]


@dataclass(frozen=True, slots=True)
class Plots:
    """All of plots.yaml."""

    by_plot: Mapping[tuple[str, str], Told]
    totals: tuple[str, ...]
    ranges_of_totals: Mapping[str, Range]
    daily: Mapping[str, Range]
    facts: frozenset[str]

    def of(self, plot: str, role: str) -> Told:
        """What is told of a case with this plot and role."""
        return self.by_plot[plot, role]


@cache
def plots() -> Plots:
    """Raises ReferenceDataError where a metric is unknown or has no bounds."""
    data = yaml.safe_load((files(__package__) / "plots.yaml").read_text(encoding="utf-8"))
    ranges = _ranges(data["ranges"])
    by_plot = {
        (plot, role): Told(tuple(told["core"]), tuple(told["money"]), tuple(told["further"]), ranges)
        for plot in ("gang", "victim", "court", "handover")
        for role, told in data[plot].items()
    }
    for told in by_plot.values():
        _require(set(ranges), (*told.core, *told.money, *told.further))
    of_totals = _ranges(data["ranges_of_totals"])
    _require(set(of_totals), data["totals"])
    _require(set(codelists.metrics()), data["facts"])
    return Plots(by_plot, tuple(data["totals"]), of_totals, _ranges(data["daily"]), frozenset(data["facts"]))


def _ranges(rows: Mapping[str, Any]) -> Mapping[str, Range]:
    _require(set(codelists.metrics()), rows)
    found = {metric: Range(*bounds) for metric, bounds in rows.items()}
    if any(not 2 <= bounds.low < bounds.high for bounds in found.values()):
        raise ReferenceDataError("plots.yaml: bounds that are no bounds")
    return found


def _require(known: set[str], metrics: Any) -> None:  # noqa: ANN401 # any iterable of YAML
    if unknown := set(metrics) - known:
        raise ReferenceDataError(f"plots.yaml: unknown metric or one without bounds: {', '.join(sorted(unknown))}")
