"""What the UI says of an asset's columns: types, meanings (columns.yaml), where values are taken from (column_lineage.yaml)."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import dagster as dg
import polars as pl
import yaml

from pipelines.errors import ReferenceDataError

Columns = Iterable[tuple[str, str, str | None]]  # name, type, meaning


def schema_of(frame: pl.DataFrame) -> dg.TableSchema:
    """The frame's columns."""
    return described((name, str(kind)) for name, kind in frame.schema.items())


def described(columns: Iterable[tuple[str, str]]) -> dg.TableSchema:
    """Names and types, with the meanings that columns.yaml gives them."""
    known = descriptions()
    return schema((name, kind, known.get(name)) for name, kind in columns)


def schema(columns: Columns) -> dg.TableSchema:
    """Names, types and meanings, as they come."""
    return dg.TableSchema([dg.TableColumn(name, kind, meaning) for name, kind, meaning in columns])


def of_columns(asset: str, columns: dg.TableSchema) -> dict[str, dg.MetadataValue]:
    """The metadata entries that Dagster shows as an asset's columns, and as their lineage where there is one."""
    entries: dict[str, dg.MetadataValue] = {"dagster/column_schema": dg.MetadataValue.table_schema(columns)}
    if asset in lineage():
        found = {name: [dependency] for name, dependency in lineage()[asset].items()}
        entries["dagster/column_lineage"] = dg.MetadataValue.column_lineage(dg.TableColumnLineage(found))
    return entries


@cache
def descriptions() -> Mapping[str, str]:
    """What columns mean, by name. ReferenceDataError where the file is not names with texts."""
    found = _load("columns.yaml")
    if not isinstance(found, dict) or not all(isinstance(each, str) for pair in found.items() for each in pair):
        raise ReferenceDataError("columns.yaml: not a mapping of column names to texts")
    return found


@cache
def lineage() -> Mapping[str, Mapping[str, dg.TableColumnDep]]:
    """Asset → column → where it is taken from. ReferenceDataError where the file says no such thing."""
    try:
        return {
            asset: {column: _dependency(source) for column, source in columns.items()}
            for asset, columns in _load("column_lineage.yaml").items()
        }
    except (AttributeError, ValueError) as error:
        raise ReferenceDataError("column_lineage.yaml: not assets with columns and asset.column") from error


def _dependency(source: str) -> dg.TableColumnDep:
    asset, column = source.split(".")
    return dg.TableColumnDep(dg.AssetKey(asset), column)


def _load(name: str) -> Any:  # noqa: ANN401 - whatever the file says
    return yaml.load((files(__package__) / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
