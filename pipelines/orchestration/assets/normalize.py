"""Group normalize: captured articles into polars tables, and case reports to the cases they tell."""

from collections.abc import Iterator, Mapping

import dagster as dg
import polars as pl

from pipelines.eventlog.subscription import Subscription
from pipelines.normalize import ACCEPT_STEP
from pipelines.normalize.tables.pending import code_captures, pending_captures, withdrawals
from pipelines.normalize.tables.schemas import empty
from pipelines.orchestration import metadata
from pipelines.orchestration.assets.common import FRESH, OWNERS, written_asset
from pipelines.orchestration.code_versions import linking_version, normalize_version
from pipelines.orchestration.instance import POOL
from pipelines.orchestration.made import LEFT
from pipelines.orchestration.reference import reference
from pipelines.orchestration.trying import writing_step
from pipelines.orchestration.workspace import Workspace
from pipelines.warehouse import Warehouse

GROUP = "normalize"

# A run takes this many articles at most and leaves the rest to the next: its tables, and what is judged and linked of them,
# are held in memory, and what a killed run did is lost.
RUN_ARTICLES = 10_000

# Table → (description, columns of the preview)
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "articles": (
        "One row an article version captured since the last accepted ones (the first thousands; the next run goes on): what "
        "the document is, and whether it is in the domain. Boilerplate is gone, script and language are known, offsets lead "
        "back to the captured text.",
        ("article", "title", "language", "published_on", "in_scope", "cases", "figures"),
    ),
    "case_reports": (
        "One row a case that an article tells: title, agency in charge, scheme, role in the chain, suspects.",
        ("article", "case_key", "title", "agency_adcode", "scheme", "role"),
    ),
    "campaign_reports": (
        "One row a campaign that an article speaks of.",
        ("article", "campaign_key", "name_zh", "name_en", "year"),
    ),
    "figure_reports": (
        "One row a number with its meaning: metric, value, qualifier, scope, region, period, and the words behind it.",
        ("article", "metric", "value", "qualifier", "scope", "region_adcode", "quote"),
    ),
    "region_mentions": (
        "One row a place in its role for a case: jurisdiction, arrest, site, victim, origin.",
        ("article", "case_key", "role", "adcode", "quote"),
    ),
}


def _out(table: str) -> dg.AssetOut:
    return dg.AssetOut(
        group_name=GROUP,
        kinds={"python", "polars"},
        owners=OWNERS,
        freshness_policy=FRESH,
        code_version=normalize_version(),
        description=TABLES[table][0],
        io_manager_key="stage",
    )


def _upstream(table: str) -> set[dg.AssetKey]:
    return {dg.AssetKey("captured_articles" if table == "articles" else "articles")}


@dg.multi_asset(
    name="normalized_tables",
    pool=POOL,
    outs={table: _out(table) for table in TABLES},
    internal_asset_deps={table: _upstream(table) for table in TABLES},
    deps=["captured_articles"],
)
@writing_step
def normalized_tables(
    workspace: dg.ResourceParam[Workspace],
) -> Iterator[dg.Output[pl.DataFrame]]:
    """Read pending articles once, the first `RUN_ARTICLES` of them; the five tables are five views of the same codings."""
    watch = metadata.Stopwatch()
    log = workspace.warehouse.log
    progress = workspace.progress
    pending = pending_captures(log, log.head())
    taken = pending[:RUN_ARTICLES]
    progress.stage("normalize", len(taken))
    frames = code_captures(log, taken, on_article=lambda row: progress.advance(row.article), workers=workspace.workers)
    told = {**watch.seconds(), LEFT: dg.MetadataValue.int(len(pending) - len(taken))}
    for table, (_, columns) in TABLES.items():
        shown = {**metadata.of_frame(table, frames[table], columns), **told}
        yield dg.Output(frames[table], output_name=table, metadata=shown)


@written_asset(
    group_name=GROUP,
    kinds={"python", "polars"},
    code_version=linking_version(),
    io_manager_key="stage",
    description="One row a case report: the case that it tells (carried on from the article's earlier coding, matched "
    "with another article's report, or new), with a score and the reasons in words. One more for each earlier report that "
    "is moved to another case by what the new ones tell.",
)
def case_links(
    context: dg.AssetExecutionContext,
    workspace: dg.ResourceParam[Workspace],
    articles: pl.DataFrame,
    case_reports: pl.DataFrame,
    figure_reports: pl.DataFrame,
    region_mentions: pl.DataFrame,
) -> pl.DataFrame:
    """See the description."""
    watch = metadata.Stopwatch()
    frames = {
        "articles": articles,
        "case_reports": case_reports,
        "figure_reports": figure_reports,
        "region_mentions": region_mentions,
    }
    # Without an article nothing is committed, and no link could be.
    links = empty("case_links") if articles.is_empty() else _linked(frames, workspace.warehouse)
    shown = metadata.of_frame("case_links", links, ("article", "case_id", "decision", "score", "reasons"))
    context.add_output_metadata({**shown, **watch.seconds()})
    return links


def _linked(frames: Mapping[str, pl.DataFrame], warehouse: Warehouse) -> pl.DataFrame:
    # Takes a while to load: dictionaries of names.
    from pipelines.normalize.tables.linking import link_reports
    from pipelines.orchestration.known_reports import known_reports

    withdrawn = withdrawals(Subscription(warehouse.log, ACCEPT_STEP).pending())
    with known_reports(warehouse.files, warehouse.log, reference()) as known:
        return link_reports(frames, known, withdrawn)
