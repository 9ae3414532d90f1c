"""Whether two stars are of the same events: a fast one with fewer rows has not won."""

from pathlib import Path

from bench.workshop import Workshop


class StarsDifferError(Exception):
    """A contender built something else."""


def require_same(shop: Workshop, name: str, database: Path, schema: str = "main") -> None:
    """Raise StarsDifferError unless the star has as many rows in each table as bare DuckDB's, which stands as far."""
    expected = shop.job("count_rows", database=shop.bare_star, schema="main").told
    found = shop.job("count_rows", database=database, schema=schema).told
    if found != expected:
        raise StarsDifferError(f"{name} built {found}, bare DuckDB {expected}")
