"""Whether two stars are of the same events: a fast one with fewer rows has not won."""

from collections.abc import Mapping
from pathlib import Path

from bench.workshop import Workshop


class StarsDifferError(Exception):
    """A contender built something else."""


def require_same(shop: Workshop, own: Mapping[str, Path]) -> None:
    """Raise StarsDifferError unless our stars (name → database) and all contenders' have as many rows in each table as
    bare DuckDB's, which stands as far."""
    stars = {name: (database, "main") for name, database in own.items()}
    stars |= {contender.name: (contender.database, contender.schema) for contender in shop.contenders}
    told = shop.job("count_rows", stars=[(shop.bare_star, "main"), *stars.values()]).told
    expected, *others = ({table: rows[place] for table, rows in told.items()} for place in range(1 + len(stars)))
    for name, found in zip(stars, others, strict=True):
        if found != expected:
            raise StarsDifferError(f"{name} built {found}, bare DuckDB {expected}")
