"""Which case does a report tell? Features that no language hides, a score with reasons, a partition that no order changes.

    features   what a report is compared by
    naming     people and labels in a heading; readings of names
    wording    how alike two texts of one language are
    ranges     which numbers a told number may stand for
    blocks     which reports are compared at all
    scoring    two reports → points, reasons in words, or that they cannot be one case
    partition  any reports → those that tell one case; the same for every order
    known      what is asked of the reports that were linked before
    assign     new reports, and whatever they touch among the known → links

Pure: no polars, no log. A link's reasons are for people; its score is on the scale of `scoring`.
"""

from pipelines.normalize.resolution.assign import Link, assign
from pipelines.normalize.resolution.blocks import Block
from pipelines.normalize.resolution.features import ReportFeatures
from pipelines.normalize.resolution.known import KnownReports, ReportIndex
from pipelines.normalize.resolution.naming import surnames
from pipelines.normalize.resolution.partition import partition

__all__ = [
    "Block",
    "KnownReports",
    "Link",
    "ReportFeatures",
    "ReportIndex",
    "assign",
    "partition",
    "surnames",
]
