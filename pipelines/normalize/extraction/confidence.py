"""How often a report read in a given way is right: the stated meaning of `confidence` in figure and case reports.

The shares are measured, not felt: `python -m tools.accuracy --calibrate` counts them on hand-coded articles and writes
confidence.yaml. Which way a report was read is decided where it is found; here a way has its share, and its name in a rule.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from pipelines.errors import ReferenceDataError

# governed     the verb stands at the number, in its own clause
# shared       one verb after several subjects
# listed       the verb of an earlier clause, the number an item of its list
# next_clause  a predicate after the comma
# noun         the noun says it without a verb
# part         as the whole that it is a part of, or the sum of such parts
# echo         told again of everybody (均被刑拘)
# again        stated twice, whichever way
FigureWay = Literal["governed", "shared", "listed", "next_clause", "noun", "part", "echo", "again"]
# listed, narrated  an item of a list, or running text; bodiless where no body in charge is named
CaseWay = Literal["listed", "narrated", "listed_bodiless", "narrated_bodiless"]

WAYS: Mapping[str, tuple[str, ...]] = {"figures": get_args(FigureWay), "cases": get_args(CaseWay)}


def figure_confidence(way: FigureWay) -> float:
    """The share of figures read in this way that a careful coder confirms in article, metric and value; 0 to 1."""
    return _shares("figures")[way]


def case_confidence(way: CaseWay) -> float:
    """The share of cases found in this way that a careful coder tells too; 0 to 1."""
    return _shares("cases")[way]


def rule_id(rule: str, way: FigureWay | CaseWay) -> str:
    """The rule's id with the way at its end, so that every report tells what its confidence rests on."""
    return f"{rule}/{way}"


def way_of(rule: str) -> str:
    """The way at the end of a rule's id."""
    return rule.rsplit("/", 1)[-1]


@cache
def _shares(kind: str) -> Mapping[str, float]:
    """The shares of one kind of report. Raises ReferenceDataError where a way is missing or unknown or no share is given."""
    data = _load().get(kind)
    if not isinstance(data, dict) or set(data) != set(WAYS[kind]):
        named = set(data) if isinstance(data, dict) else set()
        raise ReferenceDataError(f"confidence.yaml: {kind}: missing or unknown: {sorted(named ^ set(WAYS[kind]))}")
    shares = {way: float(entry["share"]) for way, entry in data.items()}
    wrong = sorted(way for way, share in shares.items() if not 0.0 <= share <= 1.0)
    if wrong:
        raise ReferenceDataError(f"confidence.yaml: {kind}: no shares: {wrong}")
    return shares


def _load() -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(
        (files(__package__) / "confidence.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return content
