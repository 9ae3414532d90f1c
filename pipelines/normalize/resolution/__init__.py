"""Which case does a report tell? Features that no language hides, a score with reasons, one-to-one assignment.

    features   what a report is compared by
    scoring    two reports → score and reasons in words
    assign     the reports of a run against the cases known so far → links

Pure: no polars, no log. A link's reasons are for people; its score is on the scale of `scoring`.
"""

from pipelines.normalize.resolution.assign import Link, assign
from pipelines.normalize.resolution.features import ReportFeatures, surnames

__all__ = ["Link", "ReportFeatures", "assign", "surnames"]
