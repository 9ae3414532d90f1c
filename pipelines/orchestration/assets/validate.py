"""Group validate: accepted rows and quarantined rows into the log, and pages about what was found."""

import dagster as dg
import polars as pl

from pipelines.eventlog.schema import ENVELOPE
from pipelines.eventlog.subscription import Subscription, Window
from pipelines.load.lookup import Lookup
from pipelines.load.publish import candidate
from pipelines.normalize import ACCEPT_STEP
from pipelines.orchestration import metadata
from pipelines.orchestration.assets.common import LAST_OF_ALL, positions, written_asset
from pipelines.orchestration.code_versions import validate_version
from pipelines.orchestration.columns import described, of_columns
from pipelines.orchestration.verdict_store import kept_engine_results, verdicts_on
from pipelines.orchestration.workspace import Workspace
from pipelines.validate import Verdicts
from pipelines.validate.acceptance import ACTOR, verdict_events
from pipelines.validate.data_docs import Judgement, build_site, settle

GROUP = "validate"
_EVENTS = of_columns("accepted_reports", described((field.name, str(field.type)) for field in ENVELOPE))

_OPEN_ITEMS = pl.Schema(
    {
        "position": pl.Int64(),
        "table_name": pl.String(),
        "article": pl.String(),
        "expectation": pl.String(),
        "reason": pl.String(),
    }
)


@written_asset(
    group_name=GROUP,
    kinds={"python", "deltalake"},
    code_version=validate_version(),
    description="Appends what Great Expectations accepted as events (article_coded, case_reported, figure_reported, …) "
    "and every other row as row_quarantined with the expectation that caught it, in one commit with the step's "
    "checkpoint.",
)
def accepted_reports(
    context: dg.AssetExecutionContext,
    workspace: dg.ResourceParam[Workspace],
    articles: pl.DataFrame,
    case_reports: pl.DataFrame,
    campaign_reports: pl.DataFrame,
    figure_reports: pl.DataFrame,
    region_mentions: pl.DataFrame,
    case_links: pl.DataFrame,
) -> dg.MaterializeResult[None]:
    """See the description."""
    watch = metadata.Stopwatch()
    workspace.progress.stage("validate")
    log = workspace.warehouse.log
    subscription = Subscription(log, ACCEPT_STEP)
    seen = log.head()  # before the step's checkpoint is read, see `advance`
    window = subscription.pending(upto=int(articles["captured_position"].max() or 0))  # type: ignore[arg-type]
    if window.is_empty:
        # Nothing was captured since, or the staged tables are those of a run that was accepted already.
        return dg.MaterializeResult(
            metadata={
                **positions(context, 0, log.head()),
                **metadata.row_count(0),
                **_EVENTS,
                **watch.seconds(),
            }
        )
    frames = {
        "articles": articles,
        "case_reports": case_reports,
        "campaign_reports": campaign_reports,
        "figure_reports": figure_reports,
        "region_mentions": region_mentions,
        "case_links": case_links,
    }
    verdicts = verdicts_on(frames, workspace.warehouse.stage)
    appended = subscription.advance(
        window,
        verdict_events(verdicts, context.run.run_id),
        actor=ACTOR,
        run_id=context.run.run_id,
        recorded_at=workspace.clock(),
        seen=seen,
    )
    return dg.MaterializeResult(
        metadata={
            **positions(context, appended.events, appended.head),
            **_row_counts(verdicts),
            **_article_counts(window, verdicts),
            **_EVENTS,
            **watch.seconds(),
        }
    )


def _row_counts(verdicts: Verdicts) -> metadata.Metadata:
    """What became of the rows, by table."""
    accepted = {table: verdicts.accepted(table).height for table in verdicts.frames}
    quarantined = {table: verdicts.quarantined(table).height for table in verdicts.frames}
    judged = pl.DataFrame(
        [
            {"table": table, "rows": frame.height, "accepted": accepted[table], "quarantined": quarantined[table]}
            for table, frame in verdicts.frames.items()
        ]
    )
    return {
        **metadata.counts(accepted, "accepted_"),
        **metadata.counts({table: rows for table, rows in quarantined.items() if rows}, "quarantined_"),
        **metadata.row_count(sum(accepted.values())),
        "preview": metadata.preview(judged),
    }


def _article_counts(window: Window, verdicts: Verdicts) -> metadata.Metadata:
    """What became of the captures that waited; with those of `quarantined_articles` these are all."""
    waiting = sum(batch.num_rows for batch in window.scan(["position"], ["article_captured"]))
    accepted = verdicts.accepted("articles")
    in_scope = int(accepted["in_scope"].sum())
    return metadata.counts(
        {
            "waiting": waiting,
            "in_scope": in_scope,
            "out_of_scope": accepted.height - in_scope,
            "passed_over": waiting - verdicts.frames["articles"].height,
        },
        "articles_",
    )


@written_asset(
    group_name=GROUP,
    kinds={"duckdb"},
    code_version=validate_version(),
    deps=["star_schema"],
    description="Rows that failed validation and wait for a decision, with the expectations that caught each. They are kept "
    "in the log and never enter the star schema; `casebook quarantine` releases or discards them.",
)
def quarantine(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """See the description. Asks the file that is to be published: there stands what became of each row since."""
    watch = metadata.Stopwatch()
    rows = Lookup(candidate(workspace.warehouse.files)).open_quarantine()
    caught = [row | {"expectation": ", ".join(row["expectations"])} for row in rows]  # type: ignore[arg-type] # names
    frame = pl.DataFrame([{name: row[name] for name in _OPEN_ITEMS} for row in caught], schema=_OPEN_ITEMS)
    return dg.MaterializeResult(
        metadata={**metadata.of_frame("quarantine", frame, tuple(_OPEN_ITEMS)), **watch.seconds()}
    )


@written_asset(
    group_name=GROUP,
    kinds={"greatexpectations"},
    code_version=validate_version(),
    deps=[accepted_reports],
    op_tags=LAST_OF_ALL,
    description="warehouse/data_docs/: Great Expectations' pages about the rows that were judged last, and about every "
    "suite. A run that judged no row leaves them as they are.",
)
def data_docs(context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
    """See the description."""
    watch = metadata.Stopwatch()
    warehouse = workspace.warehouse
    settle(warehouse.data_docs)
    results = kept_engine_results(warehouse.stage)
    if results:
        build_site(Judgement(context.run.run_id, workspace.clock(), results), warehouse.data_docs)
    judged = [
        {"table": table, "expectations": len(each), "failed": sum(not one["success"] for one in each)}
        for table, each in results.items()
    ]
    return dg.MaterializeResult(
        metadata={
            **metadata.data_docs(warehouse.data_docs),
            **metadata.row_count(sum(len(each) for each in results.values())),
            "built": bool(results),
            "preview": metadata.preview(pl.DataFrame(judged)),
            **watch.seconds(),
        }
    )
