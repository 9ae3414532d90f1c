"""The suites, one module a normalized table. A new expectation is one entry in its table's module."""

from pipelines.validate.suite import Suite
from pipelines.validate.suites import (
    articles,
    campaign_reports,
    case_links,
    case_reports,
    figure_reports,
    region_mentions,
)

SUITES: dict[str, Suite] = {
    suite.table: suite
    for suite in (
        articles.SUITE,
        case_reports.SUITE,
        campaign_reports.SUITE,
        figure_reports.SUITE,
        region_mentions.SUITE,
        case_links.SUITE,
    )
}
