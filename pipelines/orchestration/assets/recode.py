"""Group recode_on_demand: articles that other rules read last, read by those of today; a month of publication at a time.

Outside the flow of a refresh, and deliberate: a plan shows what would change, and only `recoded_articles` records.
"""

import dagster as dg
import polars as pl

from pipelines.errors import CheckFailedError
from pipelines.eventlog.batch import Origin
from pipelines.load.differences import summary
from pipelines.load.plan import Plan
from pipelines.orchestration import metadata
from pipelines.orchestration.assets.common import positions, written_asset
from pipelines.orchestration.assets.validate import accepted_reports
from pipelines.orchestration.code_versions import normalize_version
from pipelines.orchestration.planning import Planned, planned
from pipelines.orchestration.recoding import ACTOR, Rereading, making
from pipelines.orchestration.workspace import Workspace

GROUP = "recode_on_demand"  # the graph, which shows groups first, draws it between validate and load
# Months in which published articles have appeared, and `undated`; publishing adds what is new.
MONTHS = dg.DynamicPartitionsDefinition(name="publication_month")

_SHOWN = 40  # differences


@written_asset(
    group_name=GROUP,
    freshness_policy=None,
    kinds={"python", "duckdb"},
    code_version=normalize_version(),
    partitions_def=MONTHS,
    deps=[accepted_reports],
    description="What reading a month's articles again by today's rules would change in the tables: reports added, "
    "removed, changed, and the checks that would fail. Nothing is recorded. To be looked at before recoded_articles.",
)
def recoding_plan(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """See the description."""
    watch = metadata.Stopwatch()
    articles, found = _planned(context, workspace)
    return dg.MaterializeResult(metadata={**_shown(articles, found.plan), **watch.seconds()})


@written_asset(
    group_name=GROUP,
    freshness_policy=None,
    kinds={"python", "deltalake"},
    code_version=normalize_version(),
    partitions_def=MONTHS,
    deps=[recoding_plan],
    description="Appends the new codings of a month's articles, with all that validation says, in one commit. Articles "
    "that today's rules read last are left out, so a month that is done costs nothing and one that was stopped is begun anew. "
    "What would fail a check is not recorded.",
)
def recoded_articles(
    context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]
) -> dg.MaterializeResult[None]:
    """See the description."""
    watch = metadata.Stopwatch()
    articles, found = _planned(context, workspace)
    if found.plan.failed_checks:
        names = ", ".join(found.plan.failed_checks)
        raise CheckFailedError(f"it would fail the checks {names}: nothing was recorded")
    log = workspace.warehouse.log
    appended = log.append(found.events, actor=ACTOR, run_id=context.run.run_id, recorded_at=workspace.clock())
    shown = {**positions(context, appended.events, log.head()), **_shown(articles, found.plan)}
    return dg.MaterializeResult(metadata={**shown, **watch.seconds()})


def _planned(context: dg.AssetExecutionContext, workspace: Workspace) -> tuple[int, Planned]:
    """How many articles are to be read again, and what comes of it."""
    articles: list[int] = []
    run_id = context.run.run_id
    how = Rereading(workspace.warehouse.stage, run_id, workspace.workers, workspace.progress)
    make = making(how, month=context.partition_key, on_found=articles.append)
    found = planned(workspace.warehouse, make, Origin(ACTOR, run_id, workspace.clock()))
    return sum(articles), found


def _shown(articles: int, plan: Plan) -> metadata.Metadata:
    """The plan as metadata: counts first, then by metric or role, then cell by cell."""
    counted = [
        {"of": of, "change": change, "topic": topic, "rows": rows}
        for of, counts in summary(plan.differences).items()
        for (change, topic), rows in sorted(counts.items())
    ]
    by_change = {
        change: sum(int(str(row["rows"])) for row in counted if row["change"] == change)
        for change in ("added", "removed", "changed")
    }
    cells = [
        {"of": one.of, "row": one.label, "change": one.column or one.change, "before": one.before, "after": one.after}
        for one in plan.differences[:_SHOWN]
    ]
    return {
        **metadata.row_count(articles),
        **metadata.counts({"articles_to_read_again": articles, **by_change}),
        "failed_checks": dg.MetadataValue.text(", ".join(plan.failed_checks) or "none"),
        "plan": metadata.preview(pl.DataFrame(counted), len(counted)),
        "preview": metadata.preview(pl.DataFrame(cells, infer_schema_length=None), _SHOWN),
    }
