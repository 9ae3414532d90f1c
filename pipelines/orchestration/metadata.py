"""How assets show themselves in the UI: counts, positions, timings, previews, schemas. No numbers are made here."""

import time
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import dagster as dg
import polars as pl
import yaml

from pipelines.errors import ReferenceDataError

PREVIEW_ROWS = 8
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


def of_frame(frame: pl.DataFrame, columns: tuple[str, ...]) -> Metadata:
    """Row count, column schema and a preview of some columns."""
    return {
        **row_count(frame.height),
        "dagster/column_schema": dg.MetadataValue.table_schema(schema_of(frame)),
        "preview": preview(frame.select(columns)),
    }


def row_count(rows: int) -> dict[str, dg.IntMetadataValue]:
    """The entry that Dagster shows as an asset's size."""
    return {"dagster/row_count": dg.MetadataValue.int(rows)}


def schema_of(frame: pl.DataFrame) -> dg.TableSchema:
    """The frame's columns and types as Dagster shows them."""
    known = column_descriptions()
    return dg.TableSchema([dg.TableColumn(name, str(kind), known.get(name)) for name, kind in frame.schema.items()])


@cache
def column_descriptions() -> Mapping[str, str]:
    """What columns mean, by name; from columns.yaml. ReferenceDataError where that is not names with texts."""
    text = (files(__package__) / "columns.yaml").read_text(encoding="utf-8")
    described = yaml.load(text, Loader=yaml.CSafeLoader)
    if not isinstance(described, dict) or not all(isinstance(each, str) for pair in described.items() for each in pair):
        raise ReferenceDataError("columns.yaml: not a mapping of column names to texts")
    return described


def preview(frame: pl.DataFrame, limit: int = PREVIEW_ROWS) -> dg.MetadataValue:
    """The first rows as a Markdown table."""
    if frame.is_empty():
        return dg.MetadataValue.md("*no rows*")
    head = "| " + " | ".join(frame.columns) + " |\n|" + "---|" * len(frame.columns)
    rows = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in frame.head(limit).iter_rows()]
    return dg.MetadataValue.md("\n".join([head, *rows]))


def counts(values: Mapping[str, int], prefix: str = "") -> Metadata:
    """One integer entry for each count."""
    return {f"{prefix}{name}": dg.MetadataValue.int(value) for name, value in sorted(values.items())}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    text = text.replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= _CELL_CHARACTERS else text[: _CELL_CHARACTERS - 1] + "…"
