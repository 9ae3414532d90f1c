"""New reports, and whatever they touch among the known ones, partitioned anew; a link for each whose case is not as it was.

What is partitioned is everything that chains of likely pairs connect with the new reports and with the cases of articles
that are told anew or withdrawn: no more is needed, since the rest cannot be changed by them. So a refresh gives the
partition that all reports together would give, whatever came in which order and in which portions.

Case ids are another matter. They stay: of the cases that a cluster's reports belonged to before it keeps the one that was
linked first, so that ids depend on the order of arrival and the partition does not. A new report of an article that was
told before inherits the claim of its counterpart in the earlier telling. Where a person decided on the counterpart, the new
report is partitioned as decided too, and its link repeats what the machine said: the person's word is an event of its own,
which finds the new report by its words, and must be told apart from the machine's to be kept, or to be revoked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

from pipelines.model.ids import stable_id
from pipelines.normalize.resolution.blocks import Block
from pipelines.normalize.resolution.features import ReportFeatures
from pipelines.normalize.resolution.known import KnownReports, ReportIndex
from pipelines.normalize.resolution.partition import Cluster, Scores, partition
from pipelines.normalize.resolution.scoring import FULL_SCORE, Score, score
from pipelines.normalize.resolution.wording import plain

Decision = Literal["new", "matched", "carried", "moved"]

# The earlier telling of the same article tells the same cases: a little agreement is enough, and the same heading alone
# is, since a better reading may have moved the case to another place.
CARRIED = 3.0
_SAME_HEADING = 3.0

# Scores that are kept of the many reports that are looked at and mostly agree with none: a kilobyte each, with its reports.
_KEPT_SCORES = 50_000


@dataclass(frozen=True, slots=True)
class Link:
    """A report's case. `score` is in [0, 1]: points over `FULL_SCORE`, at most 1.

    new      no known case agrees enough: the report begins one
    matched  told by another report, which the reasons name
    carried  as the machine linked it in the article's earlier telling
    moved    a known report, which other reports make part of another case than before, or of one of its own
    """

    report: ReportFeatures
    case_id: str
    score: float
    decision: Decision
    reasons: tuple[str, ...]


def assign(
    new: Sequence[ReportFeatures], known: KnownReports, told_anew: frozenset[str] = frozenset()
) -> tuple[Link, ...]:
    """A link for each of `new` and for each known report that changes its case, in the order of their content.

    `told_anew` are the articles whose earlier telling is void from now on: those of `new`, those that are coded again and
    tell no case any more, those that were withdrawn.
    """
    void = told_anew | {report.article for report in new}
    before = known.of_articles(void)
    counterparts = _counterparts(new, before)
    told = [_inheriting(report, counterparts.get(report.report_id)) for report in new]
    left = [*_without(known.of_cases(_cases(before)), void)]
    touched = _touched(told, left, known, void)
    scores = Scores()
    links, new_ids = [], {report.report_id for report in new}
    for cluster, case_id in _named(partition(touched, scores)):
        links += _links(cluster, case_id, new_ids, counterparts, scores)
    return tuple(sorted(links, key=lambda link: link.report.content_key))


def _counterparts(
    new: Iterable[ReportFeatures], before: Iterable[ReportFeatures]
) -> Mapping[str, tuple[ReportFeatures, Score]]:
    """New report → the report of the same article's earlier telling that tells the same case, one to one."""
    told: dict[str, list[ReportFeatures]] = defaultdict(list)
    for report in new:
        told[report.article].append(report)
    pairs = []
    for old in before:
        for report in told[old.article] if old.case_id is not None else ():
            found = _of_one_article(report, old)
            if found.points >= CARRIED:
                pairs.append((-found.points, report.content_key, old.content_key, report, old, found))
    chosen: dict[str, tuple[ReportFeatures, Score]] = {}
    taken: set[str] = set()
    for *_, report, old, found in sorted(pairs, key=lambda pair: pair[:3]):
        if report.report_id not in chosen and old.report_id not in taken:
            taken.add(old.report_id)
            chosen[report.report_id] = (old, found)
    return chosen


def _of_one_article(report: ReportFeatures, old: ReportFeatures) -> Score:
    if report.report_id == old.report_id:
        return Score(inf, ("the same report",))
    # Where in the list it stood is a matter of the telling, not of the case.
    found = score(replace(report, in_list=old.in_list), old)
    if plain(report.title) != plain(old.title):
        return found
    return Score(found.points + _SAME_HEADING, (*found.reasons, "same heading"))


def _inheriting(report: ReportFeatures, counterpart: tuple[ReportFeatures, Score] | None) -> ReportFeatures:
    if counterpart is None:
        return report
    old, _ = counterpart
    return replace(report, case_id=old.case_id, linked_at=old.linked_at, pinned=old.pinned, taken_from=old.taken_from)


def _touched(
    told: Sequence[ReportFeatures],
    left: Sequence[ReportFeatures],
    known: KnownReports,
    void: frozenset[str],
) -> Sequence[ReportFeatures]:
    """`told`, `left` and everything that chains of likely pairs, or a case that they share, connect with them."""
    members: dict[str, ReportFeatures] = {}
    index = ReportIndex()
    frontier: Sequence[ReportFeatures] = (*told, *left)
    while frontier:
        for report in frontier:
            members[report.report_id] = report
            index.add(report)
        keys: frozenset[Block] = frozenset(key for report in frontier for key in report.blocks)
        others = (report for report in _without(known.sharing(keys), void) if report.report_id not in members)
        near = [*_joining(others, index)]
        reached = {report.report_id: report for report in (*near, *_without(known.of_cases(_cases(near)), void))}
        frontier = [report for report_id, report in reached.items() if report_id not in members]
    return tuple(members.values())


def _joining(reports: Iterable[ReportFeatures], index: ReportIndex) -> Iterator[ReportFeatures]:
    """Those of the reports that are candidates for the case of one in the index. Of the others nothing is kept for long."""
    scores = Scores()
    for report in reports:
        if len(scores) > _KEPT_SCORES:
            scores = Scores()
        if any(scores.joins(report, member) for member in index.sharing(report.blocks)):
            yield report


def _cases(reports: Iterable[ReportFeatures]) -> frozenset[str]:
    """The cases that the reports are linked to, by people and by the machine."""
    return frozenset(case_id for report in reports for case_id in (report.case_id, report.machine_case_id) if case_id)


def _without(reports: Iterable[ReportFeatures], articles: frozenset[str]) -> Iterator[ReportFeatures]:
    return (report for report in reports if report.article not in articles)


def _named(clusters: Sequence[Cluster]) -> list[tuple[Cluster, str]]:
    """Each cluster with its case's id: a pinned one, else the one that was linked first, else a new one."""
    claims = sorted(
        (not report.pinned, report.linked_at or 0, report.content_key, number, report.case_id)
        for number, cluster in enumerate(clusters)
        for report in cluster
        if report.case_id is not None
    )
    names: dict[int, str] = {}
    taken: set[str] = set()
    for *_, number, case_id in claims:
        if number not in names and case_id not in taken:
            names[number] = case_id
            taken.add(case_id)
    return [(cluster, names.get(number) or _new_id(cluster)) for number, cluster in enumerate(clusters)]


def _new_id(cluster: Cluster) -> str:
    """Of the report that begins the case. One that had a link before has given its plain id away with it."""
    first = _beginner(cluster)
    return stable_id("case", first.report_id, *([] if first.linked_at is None else [first.linked_at]))


def _beginner(cluster: Cluster) -> ReportFeatures:
    return min(cluster, key=lambda report: (report.captured_position, report.content_key))


def _links(
    cluster: Cluster,
    case_id: str,
    new: set[str],
    counterparts: Mapping[str, tuple[ReportFeatures, Score]],
    scores: Scores,
) -> list[Link]:
    links = []
    for report in cluster:
        if report.report_id in new:
            links.append(_link_of_new(report, cluster, case_id, counterparts, scores))
        elif report.case_id != case_id:
            links.append(_told_by_another(report, cluster, case_id, "moved", scores))
    return links


def _link_of_new(
    report: ReportFeatures,
    cluster: Cluster,
    case_id: str,
    counterparts: Mapping[str, tuple[ReportFeatures, Score]],
    scores: Scores,
) -> Link:
    if report.case_id == case_id and report.report_id in counterparts:
        _, found = counterparts[report.report_id]
        reasons = ("as told by the article's earlier coding", *found.reasons)
        return Link(report, report.machine_case_id or case_id, min(1.0, found.points / FULL_SCORE), "carried", reasons)
    if len(cluster) == 1 or (case_id == _new_id(cluster) and report == _beginner(cluster)):
        return Link(report, case_id, 1.0, "new", ("no earlier report agrees enough",))
    return _told_by_another(report, cluster, case_id, "matched", scores)


def _told_by_another(
    report: ReportFeatures, cluster: Cluster, case_id: str, decision: Decision, scores: Scores
) -> Link:
    """The link of a report with the one of its cluster that it agrees with most."""
    others = [other for other in cluster if other is not report]
    if not others:
        return Link(report, case_id, 1.0, decision, ("no other report agrees enough any more",))
    best = min(others, key=lambda other: (-scores.of(report, other).points, other.content_key))
    found = scores.of(report, best)
    return Link(
        report, case_id, min(1.0, found.points / FULL_SCORE), decision, (f"as told by {best.article}", *found.reasons)
    )
