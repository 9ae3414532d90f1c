"""How often a figure read in a given way is right: the stated meaning of `FigureReport.confidence`.

The shares are measured, not felt: `python -m tools.accuracy --calibrate` counts them on hand-coded articles and writes
confidence.yaml. What makes a way is decided where figures are found.
"""

from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

from pipelines.errors import ReferenceDataError
from pipelines.normalize.extraction.figures.rules import load_yaml

# governed     the verb stands at the number, in its own clause
# shared       one verb after several subjects
# listed       the verb of an earlier clause, the number an item of its list
# next_clause  a predicate after the comma
# noun         the noun says it without a verb
# part         as the whole that it is a part of, or the sum of such parts
# echo         told again of everybody (均被刑拘)
Way = Literal["governed", "shared", "listed", "next_clause", "noun", "part", "echo"]

AGAIN = "again"


def confidence(way: Way, is_told_again: bool) -> float:
    """The share of figures read in this way that a careful coder confirms in article, metric and value; 0 to 1."""
    return _shares()[_name(way, is_told_again)]


def rule_id(rule: str, way: Way, is_told_again: bool) -> str:
    """The rule's id with the way at its end, so that every figure tells what its confidence rests on."""
    return f"{rule}/{_name(way, is_told_again)}"


def way_of(rule: str) -> str:
    """The way at the end of a rule's id, as confidence.yaml names it."""
    return rule.rsplit("/", 1)[-1]


def _name(way: Way, is_told_again: bool) -> str:
    return AGAIN if is_told_again else way


@cache
def _shares() -> Mapping[str, float]:
    data = load_yaml("confidence")["shares"]
    names = {*get_args(Way), AGAIN}
    if set(data) != names:
        raise ReferenceDataError(f"confidence.yaml: ways missing or unknown: {sorted(names ^ set(data))}")
    shares = {name: float(entry["share"]) for name, entry in data.items()}
    wrong = [name for name, share in shares.items() if not 0.0 <= share <= 1.0]
    if wrong:
        raise ReferenceDataError(f"confidence.yaml: no shares: {wrong}")
    return shares
