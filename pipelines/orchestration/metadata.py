"""How assets show themselves in the UI: counts, positions, timings, previews, schemas. No numbers are made here."""

import base64
import time
from collections.abc import Mapping
from pathlib import Path

import dagster as dg
import polars as pl

from pipelines.orchestration.columns import of_columns, schema_of
from pipelines.validate.data_docs import INDEX, results_page

PREVIEW_ROWS = 8
DATA_DOCS_PATH = "/data_docs"  # below the UI's address; served by `webserver`
_CELL_CHARACTERS = 60

Metadata = dict[str, dg.MetadataValue]


class Stopwatch:
    """How long a step has been at work."""

    def __init__(self) -> None:
        """Starts at once."""
        self._began = time.perf_counter()

    def seconds(self) -> dict[str, dg.FloatMetadataValue]:
        """The time since the start, to a millisecond."""
        return {"seconds": dg.MetadataValue.float(round(time.perf_counter() - self._began, 3))}


def of_frame(asset: str, frame: pl.DataFrame, columns: tuple[str, ...]) -> Metadata:
    """Row count, column schema, column lineage and a preview of some columns."""
    return {
        **row_count(frame.height),
        **of_columns(asset, schema_of(frame)),
        "preview": preview(frame.select(columns)),
    }


def row_count(rows: int) -> dict[str, dg.IntMetadataValue]:
    """The entry that Dagster shows as an asset's size."""
    return {"dagster/row_count": dg.MetadataValue.int(rows)}


def data_docs(folder: Path) -> Metadata:
    """The first page of Data Docs: a link for who looks at the UI that `casebook ui` serves, and the file."""
    return {
        "data_docs": dg.MetadataValue.url(f"{DATA_DOCS_PATH}/{INDEX}"),
        "data_docs_file": dg.MetadataValue.path(str(folder.resolve() / INDEX)),
    }


def data_docs_page(table: str) -> Metadata:
    """A link to what Data Docs say of the table's rows; good until others are judged."""
    return {"data_docs": dg.MetadataValue.url(f"{DATA_DOCS_PATH}/{results_page(table)}")}


def preview(frame: pl.DataFrame, limit: int = PREVIEW_ROWS) -> dg.MetadataValue:
    """The first rows as a Markdown table."""
    if frame.is_empty():
        return dg.MetadataValue.md("*no rows*")
    head = "| " + " | ".join(frame.columns) + " |\n|" + "---|" * len(frame.columns)
    rows = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in frame.head(limit).iter_rows()]
    return dg.MetadataValue.md("\n".join([head, *rows]))


def picture(name: str, svg: str) -> dg.MetadataValue:
    """An SVG inside the metadata itself: the UI shows it without asking anybody for it."""
    content = base64.b64encode(svg.encode()).decode()
    return dg.MetadataValue.md(f"![{name}](data:image/svg+xml;base64,{content})")


def counts(values: Mapping[str, int], prefix: str = "") -> Metadata:
    """One integer entry for each count."""
    return {f"{prefix}{name}": dg.MetadataValue.int(value) for name, value in sorted(values.items())}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    text = text.replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= _CELL_CHARACTERS else text[: _CELL_CHARACTERS - 1] + "…"
