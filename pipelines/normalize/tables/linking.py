"""Between the tables and resolution: case reports of a refresh into rows of case_links."""

from collections.abc import Mapping

import polars as pl

from pipelines.normalize.resolution import KnownReports, assign
from pipelines.normalize.tables.features import features, report_rows
from pipelines.normalize.tables.schemas import TABLES


def link_reports(
    frames: Mapping[str, pl.DataFrame], known: KnownReports, withdrawn: frozenset[str] = frozenset()
) -> pl.DataFrame:
    """The table case_links: a row for each case report in `frames`, and for each known one that changes its case.

    `withdrawn` are articles that were withdrawn since reports were linked last.
    """
    coded = frozenset(frames["articles"]["article"])
    if not coded:
        # Without an article there is no commit that could hold links; withdrawals wait for the next one.
        return TABLES["case_links"].to_frame()
    links = assign([*features(report_rows(frames))], known, told_anew=coded | withdrawn)
    return pl.DataFrame(
        [
            {
                "report_id": link.report.report_id,
                "article": link.report.article,
                "version_sha256": link.report.version_sha256,
                "captured_position": link.report.captured_position,
                "case_id": link.case_id,
                "score": link.score,
                "decision": link.decision,
                "reasons": list(link.reasons),
                "replaced_position": link.report.linked_at if link.decision == "moved" else None,
            }
            for link in links
        ],
        schema=TABLES["case_links"],
    )
