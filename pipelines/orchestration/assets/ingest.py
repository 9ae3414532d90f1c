"""Group ingest: files of the landing folder into the log."""

from itertools import islice

import dagster as dg
import polars as pl

from pipelines.eventlog import EventLog
from pipelines.eventlog.schema import LOG_SCHEMA
from pipelines.ingest import find_files, read_landing
from pipelines.ingest.recording import record
from pipelines.orchestration import metadata
from pipelines.orchestration.assets.common import positions, written_asset
from pipelines.orchestration.code_versions import ingest_version
from pipelines.orchestration.columns import described, of_columns
from pipelines.orchestration.known_captures import captured_so_far
from pipelines.orchestration.reference import reference
from pipelines.orchestration.workspace import Workspace


@written_asset(
    group_name="ingest",
    kinds={"python", "deltalake"},
    code_version=ingest_version(),
    description="Finds new and changed files in the landing folder, splits containers into items and appends "
    "article_captured (with the bytes) or article_rejected (with the reason) to the event log.",
)
def captured_articles(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """See the description."""
    watch = metadata.Stopwatch()
    log = workspace.warehouse.log
    before = log.head()
    workspace.progress.stage("ingest", total=sum(1 for _ in find_files(workspace.landing)))
    with captured_so_far(workspace.warehouse.files, log, reference()) as known:
        articles = known.articles()
        recorded = record(
            read_landing(workspace.landing, known, max_bytes=workspace.max_article_bytes),
            log,
            known,
            run_id=context.run.run_id,
            clock=workspace.clock,
            on_file=lambda result: workspace.progress.advance(result.path),
        )
    return dg.MaterializeResult(
        metadata={
            **positions(context, recorded.events, recorded.head),
            **metadata.counts(recorded.files, "files_"),
            **metadata.counts(recorded.articles),
            **metadata.counts(recorded.rejected, "rejected_"),
            **metadata.row_count(articles + recorded.articles.get("new_articles", 0)),
            **of_columns("captured_articles", _columns()),
            "preview": metadata.preview(_found(log, before)),
            **watch.seconds(),
        }
    )


def _found(log: EventLog, before: int) -> pl.DataFrame:
    """Some of what the run recorded; rejections first, because somebody may want to do something about them."""
    columns = ["position", "type", "capture"]
    found = [
        pl.DataFrame(batch).select("position", "type", pl.col("capture").struct.unnest())
        for kind in ("article_rejected", "article_captured")
        for batch in islice(log.scan(columns, after=before, types=[kind]), 1)
    ]
    shown = ("position", "type", "article", "media_type", "encoding", "size_bytes", "reason", "detail")
    return pl.concat(found).select(shown) if found else pl.DataFrame()


def _columns() -> dg.TableSchema:
    """Of the events that a capture makes: where and when, and what was captured."""
    fields = [LOG_SCHEMA.field("position"), LOG_SCHEMA.field("recorded_at"), *LOG_SCHEMA.field("capture").type]
    return described((field.name, str(field.type)) for field in fields)
