"""Which of many reports tell one case: a partition that depends on what the reports say, and on nothing else but the day on
which one without a date was captured (`blocks`).

Pairs that share a block and score `SAME_CASE` are joined, best first, unless something keeps the two sides apart: an
article on both sides (a release lists different cases), a pair that is ruled out, or two cases that a person told apart.
Equal scores are taken in the order of the reports' content, never of their arrival.

What people decided comes first. Reports that they linked to one case are together from the start, with the report that the case
had been known by; what they took out of a case stays apart from what they left there.

What no chain of pairs connects does not matter for each other: a part of the reports that is
closed under such pairs can be partitioned alone.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from pipelines.normalize.resolution.features import ReportFeatures
from pipelines.normalize.resolution.known import ReportIndex
from pipelines.normalize.resolution.scoring import SAME_CASE, Score, may_be_one, score

Cluster = tuple[ReportFeatures, ...]


@dataclass(slots=True)
class Scores:
    """Scores of pairs, each computed once: copies of one text agree with others as that text does."""

    _found: dict[tuple[int, int], Score] = field(default_factory=dict)
    _joins: dict[tuple[int, int], bool] = field(default_factory=dict)
    _texts: dict[tuple[Hashable, ...], int] = field(default_factory=dict)
    _text_of: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many pairs were judged."""
        return len(self._joins)

    def of(self, a: ReportFeatures, b: ReportFeatures) -> Score:
        """The pair's score."""
        if b.content_key < a.content_key:
            a, b = b, a  # the order in which the reasons name the two
        pair = (self._text(a), self._text(b))
        found = self._found.get(pair)
        if found is None:
            found = self._found[pair] = score(a, b)
        return found

    def joins(self, a: ReportFeatures, b: ReportFeatures) -> bool:
        """Whether the two, which share a block, are candidates for one case."""
        if a.article == b.article:
            return False
        pair = (self._text(a), self._text(b))
        joins = self._joins.get(pair)
        if joins is None:
            joins = self._joins[pair] = may_be_one(a, b) and self.of(a, b).points >= SAME_CASE
        return joins

    def _text(self, report: ReportFeatures) -> int:
        number = self._text_of.get(report.report_id)
        if number is None:
            number = self._text_of[report.report_id] = self._texts.setdefault(report.said, len(self._texts))
        return number


def partition(reports: Iterable[ReportFeatures], scores: Scores | None = None) -> tuple[Cluster, ...]:
    """The reports by case, clusters and members in the order of their content."""
    scores = Scores() if scores is None else scores
    ordered = sorted(reports, key=lambda report: report.content_key)
    clusters = _Clusters(ordered, scores)
    for a, b in _decided(ordered):
        clusters.join(a, b)
    for a, b in _best_first(ordered, scores):
        if clusters.compatible(a, b):
            clusters.join(a, b)
    return clusters.all()


def _decided(ordered: list[ReportFeatures]) -> Iterator[tuple[ReportFeatures, ReportFeatures]]:
    """Pairs that are one case because people said so."""
    pinned: dict[str, list[ReportFeatures]] = defaultdict(list)
    before: dict[str, list[ReportFeatures]] = defaultdict(list)
    for report in ordered:
        if report.case_id is not None:
            (pinned if report.pinned else before)[report.case_id].append(report)
    for case_id, reports in pinned.items():
        yield from ((reports[0], other) for other in reports[1:])
        decided_at = min(_linked_at(report) for report in reports)
        known_by = [report for report in before[case_id] if _linked_at(report) < decided_at]
        if known_by:
            yield reports[0], min(known_by, key=lambda report: (_linked_at(report), report.content_key))


def _linked_at(report: ReportFeatures) -> int:
    return report.linked_at or 0


def _told_apart(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether a person took one of the two out of the case that the other was left in."""
    return any(
        taken.pinned and not left.pinned and taken.taken_from is not None and taken.taken_from == left.case_id
        for taken, left in ((a, b), (b, a))
    )


def _best_first(ordered: list[ReportFeatures], scores: Scores) -> list[tuple[ReportFeatures, ReportFeatures]]:
    pairs = [(a, b) for a, b in _candidates(ordered) if scores.joins(a, b)]
    return sorted(pairs, key=lambda pair: (-scores.of(*pair).points, pair[0].content_key, pair[1].content_key))


def _candidates(ordered: list[ReportFeatures]) -> Iterator[tuple[ReportFeatures, ReportFeatures]]:
    """Each pair that shares a block once, the one that is first by content first."""
    earlier = ReportIndex()
    for report in ordered:
        yield from ((other, report) for other in earlier.sharing(report.blocks))
        earlier.add(report)


class _Clusters:
    """Sets of reports that grow together."""

    def __init__(self, reports: list[ReportFeatures], scores: Scores) -> None:
        self._scores = scores
        self._cluster = {report.report_id: [report] for report in reports}

    def join(self, a: ReportFeatures, b: ReportFeatures) -> None:
        ours, theirs = self._cluster[a.report_id], self._cluster[b.report_id]
        if ours is theirs:
            return
        if len(ours) < len(theirs):
            ours, theirs = theirs, ours
        ours += theirs
        self._cluster.update((report.report_id, ours) for report in theirs)

    def compatible(self, a: ReportFeatures, b: ReportFeatures) -> bool:
        ours, theirs = self._cluster[a.report_id], self._cluster[b.report_id]
        if ours is theirs or {report.article for report in ours} & {report.article for report in theirs}:
            return False
        decided = {report.case_id for report in (*ours, *theirs) if report.pinned}
        if len(decided) > 1 or any(_told_apart(x, y) for x, y in product(ours, theirs)):
            return False
        return not self._ruled_out(ours, theirs) and not self._ruled_out(theirs, ours)

    def _ruled_out(self, ours: list[ReportFeatures], theirs: list[ReportFeatures]) -> bool:
        """Whether one of theirs cannot be the case of ours. What people put together may differ: one like it is enough."""
        pinned = [report for report in ours if report.pinned]
        others = [[report] for report in ours if not report.pinned]
        sides = [*others, pinned] if pinned else others
        return any(
            all(self._scores.of(x, y).ruled_out for x in side) for side, y in product(sides, theirs) if not y.pinned
        )

    def all(self) -> tuple[Cluster, ...]:
        distinct = {id(cluster): cluster for cluster in self._cluster.values()}
        inside = (tuple(sorted(cluster, key=lambda report: report.content_key)) for cluster in distinct.values())
        return tuple(sorted(inside, key=lambda cluster: cluster[0].content_key))
