"""Every asset says what it is, what its columns are and where they come from, how much there is, and which code made it."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from refreshing import World, refreshed

from pipelines.errors import ReferenceDataError
from pipelines.eventlog.schema import ENVELOPE, FAMILIES
from pipelines.normalize.extraction.version import coder_version
from pipelines.normalize.tables import TABLES
from pipelines.orchestration import columns
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.instance import opened
from pipelines.settings import Settings

__all__ = ["refreshed"]

ON_REQUEST = {"recoding_plan", "recoded_articles"}  # made when somebody asks for a month; see test_recoding.py
NO_TABLE = {"charts": "pictures", "data_docs": "pages"}
# Whose columns are taken from no other asset's, with the reason.
NO_LINEAGE = {
    "captured_articles": "the first; it reads files",
    "accepted_reports": "events, whose columns are the log's own",
    "quarantine": "a row of any table, as one text",
    **NO_TABLE,
}


@pytest.fixture(scope="module")
def specs() -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in build_definitions(Settings()).resolve_all_asset_specs()}


@pytest.fixture(scope="module")
def made(refreshed: World, specs: dict[str, dg.AssetSpec]) -> dict[str, dict[str, object]]:
    """The metadata of each asset's last materialization, as the UI shows it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(refreshed.warehouse / "dagster"))
        with opened(refreshed.warehouse / "dagster") as instance:
            events = {
                name: instance.get_latest_materialization_event(dg.AssetKey(name))
                for name in specs
                if name not in ON_REQUEST
            }
    found: dict[str, dict[str, object]] = {}
    for name, event in events.items():
        assert event is not None, name
        assert event.asset_materialization is not None
        found[name] = {key: entry.value for key, entry in event.asset_materialization.metadata.items()}
    return found


def test_every_asset_has_words_a_code_version_and_a_freshness_policy(specs: dict[str, dg.AssetSpec]) -> None:
    for name, spec in specs.items():
        assert len(spec.description or "") > 40, name
        assert len(spec.code_version or "") == 12, name
        assert (spec.freshness_policy is not None) == (name not in ON_REQUEST), name


def test_the_tables_of_readings_have_the_version_that_their_rows_carry(specs: dict[str, dg.AssetSpec]) -> None:
    assert specs["figure_reports"].code_version == coder_version()


@pytest.mark.slow
def test_every_asset_shows_size_and_described_columns(made: dict[str, dict[str, object]]) -> None:
    for name, shown in made.items():
        assert isinstance(shown["dagster/row_count"], int), name
        if name in NO_TABLE:
            assert "dagster/column_schema" not in shown, name
            continue
        schema = shown["dagster/column_schema"]
        assert isinstance(schema, dg.TableSchema), name
        assert schema.columns, name
        assert [column.name for column in schema.columns if not column.description] == [], name


@pytest.mark.slow
def test_lineage_names_columns_that_are_there(made: dict[str, dict[str, object]]) -> None:
    known = {
        (name, column.name)
        for name, shown in made.items()
        if isinstance(schema := shown.get("dagster/column_schema"), dg.TableSchema)
        for column in schema.columns
    }
    for name, shown in made.items():
        if name in NO_LINEAGE:
            assert "dagster/column_lineage" not in shown, name
            continue
        lineage = shown["dagster/column_lineage"]
        assert isinstance(lineage, dg.TableColumnLineage), name
        for column, sources in lineage.deps_by_column.items():
            assert (name, column) in known
            assert {(each.asset_key.to_user_string(), each.column_name) for each in sources} <= known


def test_lineage_leads_to_assets_before(specs: dict[str, dg.AssetSpec]) -> None:
    def before(name: str) -> set[str]:
        direct = {dep.asset_key.to_user_string() for dep in specs[name].deps}
        return direct.union(*(before(each) for each in direct))

    for name, found in columns.lineage().items():
        assert {each.asset_key.to_user_string() for each in found.values()} <= before(name), name


@pytest.mark.slow
def test_lineage_is_true_of_the_values(refreshed: World) -> None:
    """What stands in a column is in the column that it is said to be taken from."""
    tables = {name: pl.read_parquet(refreshed.warehouse / "stage" / f"{name}.parquet") for name in TABLES}
    values = {
        (name, column): _values(frame[column].to_list())
        for name, frame in tables.items()
        for column in frame.columns
        if not frame.schema[column].is_nested()
    }
    for asset, table in {"star_schema": "fact_figure", "published_warehouse": "figures"}.items():
        for column in columns.lineage()[asset]:
            values[asset, column] = _values(row[0] for row in refreshed.rows(f'select "{column}" from {table}'))
    events = refreshed.log.scan(["position", "recorded_at", "capture"], types=["article_captured"]).read_all()
    captured = pl.DataFrame(events).select("position", "recorded_at", pl.col("capture").struct.unnest())
    for column in ("article", "version_sha256", "position", "recorded_at"):
        values["captured_articles", column] = _values(captured[column].to_list())
    for asset, found in columns.lineage().items():
        for column, source in found.items():
            origin = values[source.asset_key.to_user_string(), source.column_name]
            assert values[asset, column], f"{asset}.{column}"
            assert values[asset, column] <= origin | {None}, f"{asset}.{column}"


def _values(found: Iterable[object]) -> set[object]:
    """Shares are kept with three digits, as a decimal or not."""
    return {round(Decimal(value), 3) if isinstance(value, float | Decimal) else value for value in found}


def test_every_described_column_is_there_and_every_column_is_described() -> None:
    tables = {name for schema in TABLES.values() for name in schema.names()}
    events = {*ENVELOPE.names, *FAMILIES["quarantine"], *FAMILIES["capture"]}
    assert set(columns.descriptions()) == tables | events


@pytest.mark.parametrize(
    ("file", "text", "read"),
    [
        ("columns.yaml", "- a\n- b\n", columns.descriptions),
        ("columns.yaml", "a: 1\n", columns.descriptions),
        ("column_lineage.yaml", "articles: [a]\n", columns.lineage),
        ("column_lineage.yaml", "articles: {a: b}\n", columns.lineage),
    ],
)
def test_a_malformed_file_is_refused(
    file: str, text: str, read: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    monkeypatch.setattr(columns, "files", lambda _: tmp_path)
    with pytest.raises(ReferenceDataError, match=file):
        read.__wrapped__()  # type: ignore[attr-defined] # past the cache
