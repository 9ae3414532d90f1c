"""What is asked of the reports that were linked before, and an answer from memory.

The protocol is what resolution needs and nothing more: reports by block, by case, by article. Who answers it must give the
current reports alone: of each article those of its latest coding, and none of a withdrawn one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from pipelines.normalize.resolution.blocks import Block
from pipelines.normalize.resolution.features import ReportFeatures


class KnownReports(Protocol):
    """Looks up reports that have a link. Answers grow with what is asked for, not with all there is."""

    def sharing(self, keys: frozenset[Block]) -> Iterable[ReportFeatures]:
        """Current reports that have one of the keys."""
        ...

    def of_cases(self, case_ids: frozenset[str]) -> Sequence[ReportFeatures]:
        """Current reports that are linked to one of the cases."""
        ...

    def of_articles(self, articles: frozenset[str]) -> Sequence[ReportFeatures]:
        """Reports of the articles' latest codings, also where the article was withdrawn since."""
        ...


class ReportIndex:
    """Reports in memory by block; those without a case are not looked for by case."""

    def __init__(self, reports: Iterable[ReportFeatures] = ()) -> None:
        """Hold the reports."""
        self._by_block: dict[Block, list[ReportFeatures]] = defaultdict(list)
        self._by_case: dict[str, list[ReportFeatures]] = defaultdict(list)
        self._by_article: dict[str, list[ReportFeatures]] = defaultdict(list)
        for report in reports:
            self.add(report)

    def add(self, report: ReportFeatures) -> None:
        """Hold one more, which is not held yet."""
        for key in report.blocks:
            self._by_block[key].append(report)
        if report.case_id is not None:
            self._by_case[report.case_id].append(report)
        self._by_article[report.article].append(report)

    def sharing(self, keys: frozenset[Block]) -> Sequence[ReportFeatures]:
        """Reports that have one of the keys."""
        return _union(self._by_block.get(key, ()) for key in keys)

    def of_cases(self, case_ids: frozenset[str]) -> Sequence[ReportFeatures]:
        """Reports linked to one of the cases."""
        return _union(self._by_case.get(case_id, ()) for case_id in case_ids)

    def of_articles(self, articles: frozenset[str]) -> Sequence[ReportFeatures]:
        """Reports of the articles."""
        return _union(self._by_article.get(article, ()) for article in articles)


def _union(found: Iterable[Iterable[ReportFeatures]]) -> Sequence[ReportFeatures]:
    return tuple({report.report_id: report for reports in found for report in reports}.values())
