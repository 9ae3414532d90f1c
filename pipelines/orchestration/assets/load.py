"""Group load: the log into the star schema, and the star schema to its readers."""

import dagster as dg
import polars as pl

from pipelines.load.lookup import Lookup
from pipelines.load.opening import reading
from pipelines.load.outline import described_columns, newest_figures, table_rows
from pipelines.load.publish import approved_candidate, load, publish
from pipelines.orchestration import metadata
from pipelines.orchestration.assets.common import LAST_OF_ALL, written_asset
from pipelines.orchestration.assets.recode import MONTHS, recoded_articles
from pipelines.orchestration.assets.validate import accepted_reports
from pipelines.orchestration.chart_store import charts_of
from pipelines.orchestration.code_versions import charts_version, load_version
from pipelines.orchestration.columns import of_columns, schema
from pipelines.orchestration.reference import reference
from pipelines.orchestration.workspace import Workspace

GROUP = "load"


class StarSchemaConfig(dg.Config):
    """How to bring the star schema forward."""

    rebuild: bool = False


@written_asset(
    group_name=GROUP,
    kinds={"duckdb", "sql"},
    deps=[accepted_reports, recoded_articles],
    code_version=load_version(),
    description="Dimensions, facts, bridges and their history: set-based SQL brings the standby DuckDB file forward to "
    "the log's head in one transaction with its checkpoint. A rebuild runs the same SQL from position 1. Columns: of fact_figure.",
)
def star_schema(config: StarSchemaConfig, workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """See the description."""
    workspace.progress.stage("load")
    watch = metadata.Stopwatch()
    warehouse = workspace.warehouse
    loaded = load(warehouse.files, warehouse.log, reference(), rebuild=config.rebuild)
    with reading(loaded.path):
        rows = table_rows(loaded.path)
        columns = described_columns(loaded.path, "fact_figure")
    return dg.MaterializeResult(
        metadata={
            "file": dg.MetadataValue.path(str(loaded.path)),
            "events_projected": loaded.events,
            "position": loaded.position,
            "rebuilt": loaded.rebuilt,
            "changed": loaded.changed,
            **metadata.row_count(rows["fact_figure"]),
            **of_columns("star_schema", schema(columns)),
            "rows": metadata.preview(pl.DataFrame({"table": list(rows), "rows": list(rows.values())}), len(rows)),
            **watch.seconds(),
        }
    )


@written_asset(
    group_name=GROUP,
    kinds={"duckdb"},
    deps=[star_schema],
    code_version=load_version(),
    description="warehouse/casebook.duckdb, the file that analysts open. It is replaced by an atomic rename once the "
    "checks on the star schema have passed; who has the old file open keeps it. Columns: of the view figures.",
)
def published_warehouse(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """See the description. The months of what is published are those that can be read again."""
    watch = metadata.Stopwatch()
    files = workspace.warehouse.files
    path = approved_candidate(files)
    swapped = publish(files, path)
    with reading(path):
        months = Lookup(path).publication_months()
        rows = table_rows(path)["fact_figure"]
        columns = described_columns(path, "figures")
        newest = newest_figures(path, metadata.PREVIEW_ROWS)
    context.instance.add_dynamic_partitions(str(MONTHS.name), months)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(files.published)),
            "swapped": swapped,
            "bytes": path.stat().st_size,
            **metadata.row_count(rows),
            **of_columns("published_warehouse", schema(columns)),
            "preview": metadata.preview(pl.DataFrame(newest)),
            **watch.seconds(),
        }
    )


@written_asset(
    group_name=GROUP,
    kinds={"matplotlib"},
    deps=[published_warehouse],
    op_tags=LAST_OF_ALL,
    code_version=charts_version(),
    description="Pictures of what is published: suspects arrested by province as a tile map, article versions by status, "
    "articles and figures by day. They are part of this page, not files.",
)
def charts(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """See the description."""
    watch = metadata.Stopwatch()
    warehouse = workspace.warehouse
    drawn = charts_of(warehouse.files.published, warehouse.stage, charts_version())
    return dg.MaterializeResult(
        metadata={
            **{name: metadata.picture(name, svg) for name, svg in drawn.items()},
            **metadata.row_count(len(drawn)),
            **watch.seconds(),
        }
    )
