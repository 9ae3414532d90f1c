"""Jobs of bare DuckDB: the same star from the log's own Parquet files, in plain SQL and one transaction.

The limit that our load is compared with. It keeps no history, checks nothing, knows no corrections and leaves no digests.
"""

import json
import time
from contextlib import closing
from pathlib import Path

import duckdb

from bench.measure import Told

SQL = Path(__file__).parent / "sql" / "bare"


def build(source: str, database: str) -> Told:
    """Build the whole star in a new file. `source`: the exported files' description, see `material.export`."""
    return _run(Path(source), database, "build")


def add(source: str, database: str) -> Told:
    """Add events that came later."""
    return _run(Path(source), database, "add")


def _run(source: Path, database: str, script: str) -> Told:
    described = json.loads(source.read_text(encoding="utf-8"))
    places = source.parent / "region" / f"{source.stem}.parquet"
    start = time.perf_counter()
    with closing(duckdb.connect(database)) as connection:
        connection.execute("set variable files = ?", [described["files"]])
        connection.execute("set variable after = ?", [described["after"]])
        if places.exists():
            connection.read_parquet(str(places)).create_view("regions")
        for name in ("sources", "new_rows", script):
            connection.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))
    return {"seconds": [time.perf_counter() - start]}
