"""Which kinds of words make which metric: readings.yaml and the vocabulary of kinds, loaded and validated.

Knows kinds and metrics; knows no text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipelines.errors import ReferenceDataError
from pipelines.model.codelists import metrics

MARKER_KINDS = frozenset(
    [
        "passive",
        "agent",
        "source",
        "disposal",
        "aspect",
        "part",
        "total",
        "attempt",
        "joint",
        "filler",
        "modifier",
        "listed",
        "bare",
        "all",
        "beneficiary",
        "change",
        "pretext",
        "partitive",
        "quantifier",
        "sum_up",
        "sum_verb",
        "kept_from",
        "tally",
        "currency_name",
        "averted",
        "withheld",
        "together",
        "group",
        "reason",
        "holder",
        "preposition",
        "relative",
        "hypothetical",
        "statute",
    ]
)  # the vocabulary of the modules here; a kind without code that asks for it would be dead data
GAP_KINDS = frozenset(
    ["aspect", "joint", "filler", "modifier", "bare", "holder", "preposition"]
)  # asked of a gap's whole text


@dataclass(frozen=True, slots=True)
class Reading:
    """One row of readings.yaml."""

    metric: str
    actions: frozenset[str]
    things: frozenset[str]
    context: frozenset[str]
    unless: frozenset[str]
    homes: frozenset[str]
    is_strong: bool
    is_close: bool
    least: int
    is_special: bool
    in_sentence: bool  # whether the context must be said in the number's own sentence

    @property
    def rule(self) -> str:
        """The rule's id: the metric, and the actions that make it where a noun alone does not."""
        return "/".join(["figure", self.metric, *(["+".join(sorted(self.actions))] if self.actions else [])])


@dataclass(frozen=True, slots=True)
class Rules:
    """readings.yaml as a whole."""

    readings: tuple[Reading, ...]
    precedence: tuple[str, ...]
    occasions: frozenset[str]
    one_a_time: frozenset[str]
    multitudes: frozenset[str]
    shared_out: frozenset[str]
    told_ahead: frozenset[str]
    tried: frozenset[str]
    undoing: frozenset[str]
    undoable: frozenset[str]
    implied: Mapping[str, frozenset[str]]
    local_currencies: Mapping[str, str]


@cache
def load_yaml(name: str) -> dict[str, Any]:
    """The content of `data/<name>.yaml`."""
    source = (files(__package__) / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return data


def word_list(value: object, where: str) -> tuple[str, ...]:
    """A list of texts of a data file. ReferenceDataError where it is none (YAML takes a bare No or on for a truth value)."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise ReferenceDataError(f"{where}: a list of texts is expected (quote yes, no, on, off)")
    return tuple(value)


@cache
def surroundings(key: str) -> str:
    """The words under a key of surroundings.yaml, as the alternatives of a pattern."""
    words = word_list(load_yaml("surroundings").get(key), f"surroundings.yaml: {key}")
    return "|".join(map(re.escape, words))


def read_rules(actions: Mapping[str, Any], things: Mapping[str, Any]) -> Rules:
    """The rules of readings.yaml, checked against the kinds that the other files name."""
    data = load_yaml("readings")
    rules = Rules(
        readings=tuple(_reading(row) for row in data["readings"]),
        precedence=tuple(data["precedence"]),
        occasions=frozenset(data["occasions"]),
        one_a_time=frozenset(data["one_a_time"]),
        multitudes=frozenset(data["multitudes"]),
        shared_out=frozenset(data["shared_out"]),
        told_ahead=frozenset(data["told_ahead"]),
        tried=frozenset(data["tried"]),
        undoing=frozenset(data["undoing"]),
        undoable=frozenset(data["undoable"]),
        local_currencies={str(home): str(code) for home, code in data["local_currencies"].items()},
        implied={unit: frozenset([thing]) for thing, units in data["implied"].items() for unit in units},
    )
    _check(rules.readings, frozenset(actions), frozenset(things) | frozenset(data["implied"]))
    if not rules.undoing | rules.undoable <= set(actions):
        raise ReferenceDataError("readings.yaml: undoing or undoable name unknown actions")
    listed = (rules.occasions, rules.one_a_time, rules.multitudes, rules.shared_out, rules.told_ahead, rules.tried)
    unknown = set(rules.precedence).union(*listed) - set(metrics())
    if unknown:
        raise ReferenceDataError(f"readings.yaml: lists of metrics name unknown ones {sorted(unknown)}")
    return rules


def _reading(row: Mapping[str, Any]) -> Reading:
    return Reading(
        row["metric"],
        frozenset(row["actions"]),
        frozenset(row["things"]),
        frozenset(row.get("context", ())),
        frozenset(row.get("unless", ())),
        frozenset(str(home) for home in row.get("homes", ())),
        row.get("strong", False),
        row.get("close", False),
        row.get("least", 1),
        row.get("first", False),
        row.get("in_sentence", False),
    )


def _check(rows: tuple[Reading, ...], actions: frozenset[str], things: frozenset[str]) -> None:
    for row in rows:
        strange = (
            (row.actions - actions)
            | (row.things - things)
            | (row.context - actions - things)
            | (row.unless - MARKER_KINDS)
        )
        if strange or row.metric not in metrics():
            raise ReferenceDataError(f"readings.yaml: {row.metric}: unknown kinds or metric {sorted(strange)}")
    missing = set(metrics()) - {row.metric for row in rows}
    if missing:
        raise ReferenceDataError(f"readings.yaml: no reading for {sorted(missing)}")
