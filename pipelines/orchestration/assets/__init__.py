"""The assets, one module a verb. A body calls the verb and describes what came of it."""

from pipelines.orchestration.assets.ingest import captured_articles
from pipelines.orchestration.assets.load import published_warehouse, star_schema
from pipelines.orchestration.assets.normalize import case_links, normalized_tables
from pipelines.orchestration.assets.recode import recoded_articles, recoding_plan
from pipelines.orchestration.assets.validate import accepted_reports, quarantine

ASSETS = (
    captured_articles,
    normalized_tables,
    case_links,
    accepted_reports,
    quarantine,
    recoding_plan,
    recoded_articles,
    star_schema,
    published_warehouse,
)
