"""Clean and poisoned tables, made from the YAML files beside this module."""

import copy
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from case_tables import read_cases

from pipelines.normalize.tables import TABLES
from pipelines.validate import Context

_HERE = Path(__file__).parent
_CLEAN: dict[str, list[dict[str, Any]]] = read_cases(_HERE / "clean_world.yaml")
POISON: dict[str, dict[str, dict[str, Any]]] = read_cases(_HERE / "poison.yaml")

World = dict[str, list[dict[str, Any]]]

CONTEXT = Context.of_code_lists(adcodes=("100000", "370784", "KH"))


def clean_world(name: str) -> World:
    """The rows of a clean world, by table."""
    return {table: [_named(row, name) for row in rows] for table, rows in copy.deepcopy(_CLEAN).items()}


def poisoned_world(name: str, table: str, poison: Mapping[str, Any]) -> World:
    """A clean world with one row of `table` spoilt."""
    world = clean_world(name)
    row = world[table][poison.get("row", 0)]
    row.update(_named(poison.get("set", {}), name))
    if poison.get("repeat"):
        world[table].append(dict(row))
    for other, change in poison.get("with", {}).items():
        world[other][0].update(_named(change, name))
    return world


def tables(worlds: Iterable[World]) -> dict[str, pl.DataFrame]:
    """All worlds' rows in one set of tables."""
    every = list(worlds)
    return {
        table: pl.DataFrame([_typed(row) for world in every for row in world[table]], schema=schema)
        for table, schema in TABLES.items()
    }


def _named(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value.replace("{world}", name) if isinstance(value, str) else value for key, value in row.items()}


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    value = row.get("value")
    return {**row, "value": None if value is None else Decimal(value)} if "value" in row else dict(row)
