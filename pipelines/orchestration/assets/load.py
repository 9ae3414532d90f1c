"""Group load: the log into the star schema, and the star schema to its readers."""

import time

import dagster as dg

from pipelines.load.publish import candidate, load, publish
from pipelines.orchestration.assets.common import OWNERS
from pipelines.orchestration.assets.validate import accepted_reports
from pipelines.orchestration.reference import reference
from pipelines.orchestration.workspace import Workspace

GROUP = "load"


class StarSchemaConfig(dg.Config):
    """How to bring the star schema forward."""

    rebuild: bool = False


@dg.asset(
    group_name=GROUP,
    kinds={"duckdb", "sql"},
    owners=OWNERS,
    deps=[accepted_reports],
    description="Dimensions, facts, bridges and their history: set-based SQL brings the standby DuckDB file forward to "
    "the log's head in one transaction with its checkpoint. A rebuild runs the same SQL from position 1.",
)
def star_schema(config: StarSchemaConfig, workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """See the description."""
    workspace.progress.stage("load")
    began = time.perf_counter()
    warehouse = workspace.warehouse
    loaded = load(warehouse.files, warehouse.log, reference(), rebuild=config.rebuild)
    return dg.MaterializeResult(
        metadata={
            "file": dg.MetadataValue.path(str(loaded.path)),
            "events_projected": loaded.events,
            "position": loaded.position,
            "rebuilt": loaded.rebuilt,
            "changed": loaded.changed,
            "seconds": dg.MetadataValue.float(round(time.perf_counter() - began, 3)),
        }
    )


@dg.asset(
    group_name=GROUP,
    kinds={"duckdb"},
    owners=OWNERS,
    deps=[star_schema],
    description="warehouse/casebook.duckdb, the file that analysts open. It is replaced by an atomic rename once the "
    "checks on the star schema have passed; who has the old file open keeps it.",
)
def published_warehouse(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """See the description."""
    files = workspace.warehouse.files
    path = candidate(files)
    swapped = publish(files, path)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(files.published)),
            "swapped": swapped,
            "bytes": path.stat().st_size,
        }
    )
