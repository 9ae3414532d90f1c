"""The assets, one module a verb. A body calls the verb and describes what came of it."""

from pipelines.orchestration.assets.ingest import captured_articles
from pipelines.orchestration.assets.load import charts, published_warehouse, star_schema
from pipelines.orchestration.assets.normalize import case_links, normalized_tables
from pipelines.orchestration.assets.recode import recoded_articles, recoding_plan
from pipelines.orchestration.assets.validate import accepted_reports, data_docs, quarantine

ASSETS = (
    captured_articles,
    normalized_tables,
    case_links,
    accepted_reports,
    quarantine,
    data_docs,
    recoding_plan,
    recoded_articles,
    star_schema,
    published_warehouse,
    charts,
)
