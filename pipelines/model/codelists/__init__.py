"""The project's closed code lists, read from the CSV files beside this module: metrics, schemes, roles in the chain.

A new code is a new row. Whoever needs a list asks here; nobody repeats one in code.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipelines.errors import ReferenceDataError


@dataclass(frozen=True, slots=True)
class Metric:
    """A kind of number. `additive` says whether values of different cases may be summed."""

    metric: str
    unit: str
    additive: bool
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    keys = [next(iter(row.values())) for row in rows]
    if len(set(keys)) != len(keys) or any(value is None or None in row for row in rows for value in row.values()):
        raise ReferenceDataError(f"code list {name}.csv: a key stands twice or a row has the wrong number of columns")
    return rows


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by its code, in the codebook's order."""
    return {r["metric"]: Metric(**{**r, "additive": r["additive"] == "true"}) for r in _rows("metrics")}  # type: ignore[arg-type]


@cache
def schemes() -> dict[str, str]:
    """Scheme code → English name."""
    return {row["scheme"]: row["name_en"] for row in _rows("schemes")}


@cache
def chain_roles() -> dict[str, str]:
    """Code of a role in the chain → English name."""
    return {row["role"]: row["name_en"] for row in _rows("chain_roles")}
