"""The project's closed code lists, read from the CSV files beside this module: metrics, schemes, roles, kinds of publishers.

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


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of publisher. Of two that tell the same, the one with the lower `rank` is the better authority."""

    kind: str
    rank: int
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


@cache
def source_kinds() -> dict[str, SourceKind]:
    """Every kind of publisher by its code, the most authoritative first."""
    kinds = [SourceKind(**{**row, "rank": int(row["rank"])}) for row in _rows("source_kinds")]  # type: ignore[arg-type]
    if [kind.rank for kind in kinds] != list(range(1, len(kinds) + 1)):
        raise ReferenceDataError("code list source_kinds.csv: ranks are to be 1, 2, 3, … in order")
    return {kind.kind: kind for kind in kinds}


@cache
def source_terms() -> dict[str, str]:
    """Part of a publisher's name → kind. Names are compared in lower case, and the longest part that they hold counts."""
    terms = {row["term"]: row["kind"] for row in _rows("source_terms")}
    for term, kind in terms.items():
        if kind not in source_kinds() or term != term.strip().lower() or not term:
            raise ReferenceDataError(
                f"code list source_terms.csv: {term!r} is not in lower case, or there is no {kind!r}"
            )
    return terms


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes of the currencies in use. ReferenceDataError where one is malformed."""
    codes = [row["currency"] for row in _rows("currencies")]
    if bad := [code for code in codes if len(code) != 3 or not (code.isascii() and code.isupper())]:
        raise ReferenceDataError(f"currencies.csv: a code is none of ISO 4217: {bad}")
    return frozenset(codes)
