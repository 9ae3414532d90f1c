"""`python -m bench.peers.dlt_star SOURCE NAME DATABASE FOLDER`: the star of one batch of events, by a dlt pipeline.

SOURCE: folder with exported events; NAME: the batch (base, new_1 …); FOLDER: where the pipeline keeps its state. dlt
moves tables and joins none, so DuckDB joins in memory, and dlt gets Arrow, the fastest of its ways.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import dlt
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

SQL = Path(__file__).parents[1] / "sql"
# Table → (view, write disposition, key)
STAR = {
    "fact_figure": ("new_figures", "append", None),
    "dim_article": ("new_articles", "append", None),
    "dim_case": ("touched_cases", "merge", "case_id"),
    "dim_campaign": ("touched_campaigns", "merge", "campaign_key"),
}


def main() -> None:
    """Run the pipeline once."""
    source, name, database, folder = sys.argv[1:]
    pipeline = dlt.pipeline(
        "casebook_bench",
        pipelines_dir=folder,
        destination=dlt.destinations.duckdb(database),
        dataset_name="star",
    )
    connection = _opened(Path(source), name)
    resources = [
        dlt.resource(
            _rows(connection, view),
            name=table,
            write_disposition=disposition,
            primary_key=key,
        )
        for table, (view, disposition, key) in STAR.items()
    ]
    if (places := Path(source) / "region" / f"{name}.parquet").exists():
        resources.append(dlt.resource([pq.read_table(places)], name="dim_region", write_disposition="replace"))
    pipeline.run(resources, loader_file_format="parquet")


def _opened(source: Path, name: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set variable source = ?", [str(source)])
    connection.execute("set variable batch = ?", [name])
    for script in (SQL / "dlt" / "sources.sql", SQL / "bare" / "new_rows.sql", SQL / "dlt" / "touched.sql"):
        connection.execute(script.read_text(encoding="utf-8"))
    return connection


def _rows(connection: duckdb.DuckDBPyConnection, view: str) -> Iterator[pa.Table]:
    yield connection.table(view).to_arrow_table()


if __name__ == "__main__":
    main()
