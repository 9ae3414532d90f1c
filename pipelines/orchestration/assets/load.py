"""Group load: the log into the star schema, and the star schema to its readers."""

from datetime import timedelta

import dagster as dg
import polars as pl

from pipelines.load.lookup import Lookup
from pipelines.load.outline import newest_figures, table_rows
from pipelines.load.projection import read_state
from pipelines.load.publish import approved_candidate, load, publish
from pipelines.orchestration import metadata
from pipelines.orchestration.assets.common import OWNERS
from pipelines.orchestration.assets.recode import MONTHS, recoded_articles
from pipelines.orchestration.assets.validate import accepted_reports
from pipelines.orchestration.instance import POOL
from pipelines.orchestration.reference import reference
from pipelines.orchestration.trying import writing_step
from pipelines.orchestration.workspace import Workspace

GROUP = "load"
POSITION_TAG = "casebook/log_position"
STALE_AFTER = timedelta(hours=26)  # a day, and time for the daily run


class StarSchemaConfig(dg.Config):
    """How to bring the star schema forward."""

    rebuild: bool = False


@dg.asset(
    group_name=GROUP,
    pool=POOL,
    kinds={"duckdb", "sql"},
    owners=OWNERS,
    deps=[accepted_reports, recoded_articles],
    description="Dimensions, facts, bridges and their history: set-based SQL brings the standby DuckDB file forward to "
    "the log's head in one transaction with its checkpoint. A rebuild runs the same SQL from position 1.",
)
@writing_step
def star_schema(config: StarSchemaConfig, workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """See the description."""
    workspace.progress.stage("load")
    watch = metadata.Stopwatch()
    warehouse = workspace.warehouse
    loaded = load(warehouse.files, warehouse.log, reference(), rebuild=config.rebuild)
    rows = table_rows(loaded.path)
    return dg.MaterializeResult(
        metadata={
            "file": dg.MetadataValue.path(str(loaded.path)),
            "events_projected": loaded.events,
            "position": loaded.position,
            "rebuilt": loaded.rebuilt,
            "changed": loaded.changed,
            **metadata.row_count(rows["fact_figure"]),
            "rows": metadata.preview(pl.DataFrame({"table": list(rows), "rows": list(rows.values())}), len(rows)),
            **watch.seconds(),
        }
    )


@dg.asset(
    group_name=GROUP,
    pool=POOL,
    kinds={"duckdb"},
    owners=OWNERS,
    deps=[star_schema],
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=STALE_AFTER),
    description="warehouse/casebook.duckdb, the file that analysts open. It is replaced by an atomic rename once the "
    "checks on the star schema have passed; who has the old file open keeps it.",
)
@writing_step
def published_warehouse(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """See the description. The run is tagged with the log position that it published, so that it can be looked for; the
    months of what is published are those that can be read again.
    """
    watch = metadata.Stopwatch()
    files = workspace.warehouse.files
    path = approved_candidate(files)
    swapped = publish(files, path)
    state = read_state(path)
    if state is not None:
        context.instance.add_run_tags(context.run.run_id, {POSITION_TAG: str(state.position)})
    context.instance.add_dynamic_partitions(str(MONTHS.name), Lookup(path).publication_months())
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(files.published)),
            "swapped": swapped,
            "bytes": path.stat().st_size,
            **metadata.row_count(table_rows(path)["fact_figure"]),
            "preview": metadata.preview(pl.DataFrame(newest_figures(path, metadata.PREVIEW_ROWS))),
            **watch.seconds(),
        }
    )
