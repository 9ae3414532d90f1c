"""Group ingest: files of the landing folder into the log."""

import dagster as dg

from pipelines.eventlog.captures import known_captures
from pipelines.ingest import iter_landing
from pipelines.ingest.recording import record
from pipelines.orchestration import metadata
from pipelines.orchestration.assets.common import OWNERS, positions
from pipelines.orchestration.workspace import Workspace


@dg.asset(
    group_name="ingest",
    kinds={"python", "deltalake"},
    owners=OWNERS,
    description="Finds new and changed files in the landing folder, splits containers into items and appends "
    "article_captured (with the bytes) or article_rejected (with the reason) to the event log.",
)
def captured_articles(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """See the description."""
    log = workspace.warehouse.log
    known = known_captures(log)
    workspace.progress.stage("ingest")
    recorded = record(
        iter_landing(workspace.landing, known.files, max_bytes=workspace.max_article_bytes),
        log,
        known,
        run_id=context.run_id,
        clock=workspace.clock,
        on_file=lambda result: workspace.progress.advance(result.path),
    )
    return dg.MaterializeResult(
        metadata={
            **positions(recorded.events, recorded.head),
            **metadata.counts(recorded.files, "files_"),
            **metadata.counts(recorded.articles, "articles_"),
            **metadata.counts(recorded.rejected, "rejected_"),
        }
    )
