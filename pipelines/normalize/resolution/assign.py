"""New reports against the cases known so far: carried on, matched, or new.

One-to-one within an article: two reports of one article never go to one case. Deterministic: pairs are taken by score,
ties by the reports' order and id. A report of an article that was coded before is *carried* to the case that its
counterpart of the earlier coding belonged to, so that a better reading does not change what a case is called.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipelines.model.ids import stable_id
from pipelines.normalize.resolution.features import Block, ReportFeatures, plain
from pipelines.normalize.resolution.scoring import FULL_SCORE, SAME_CASE, Score, score

# The earlier coding of the same article tells the same cases: a little agreement is enough, and the same heading alone
# is, since a better reading may have moved the case to another place.
CARRIED = 3.0
_SAME_HEADING = 3.0


@dataclass(frozen=True, slots=True)
class Link:
    """A report's case. `score` is in [0, 1]: points over `FULL_SCORE`, at most 1."""

    report_id: str
    case_id: str
    score: float
    decision: Literal["new", "matched", "carried"]
    reasons: tuple[str, ...]


def assign(new: Sequence[ReportFeatures], known: Iterable[ReportFeatures]) -> tuple[Link, ...]:
    """A link for each of `new`, in their order. `known` are linked reports; they are not changed."""
    by_block: dict[Block, list[ReportFeatures]] = defaultdict(list)
    for report in known:
        _index(report, by_block)
    links = []
    articles: dict[str, list[ReportFeatures]] = defaultdict(list)
    for report in sorted(new, key=lambda each: (each.order, each.report_id)):
        articles[report.article].append(report)
    for reports in articles.values():
        linked = _assign_article(reports, by_block)
        links += linked
        cases = {link.report_id: link.case_id for link in linked}
        for report in reports:
            _index(replace(report, case_id=cases[report.report_id]), by_block)
    order = {report.report_id: place for place, report in enumerate(new)}
    return tuple(sorted(links, key=lambda link: order[link.report_id]))


def _assign_article(reports: Sequence[ReportFeatures], by_block: dict[Block, list[ReportFeatures]]) -> list[Link]:
    candidates = []
    for report in reports:
        for other in _rivals(report, by_block):
            elsewhere = other.article != report.article
            found = score(report, other) if elsewhere else _score_of_earlier_coding(report, other)
            if found.points >= (SAME_CASE if elsewhere else CARRIED):
                candidates.append((elsewhere, -found.points, report.order, report.report_id, other, found))
    candidates.sort(key=lambda each: (*each[:4], each[4].order, each[4].report_id))
    chosen: dict[str, Link] = {}
    taken: set[str] = set()
    for elsewhere, _, _, report_id, other, found in candidates:
        if report_id not in chosen and other.case_id is not None and other.case_id not in taken:
            taken.add(other.case_id)
            chosen[report_id] = _link(report_id, other, found, carried=not elsewhere)
    return [chosen.get(report.report_id) or _new_case(report) for report in reports]


def _score_of_earlier_coding(report: ReportFeatures, other: ReportFeatures) -> Score:
    found = score(report, other)
    if plain(report.title) != plain(other.title):
        return found
    return Score(found.points + _SAME_HEADING, (*found.reasons, "same heading"))


def _rivals(report: ReportFeatures, by_block: dict[Block, list[ReportFeatures]]) -> Iterable[ReportFeatures]:
    rivals = {other.report_id: other for block in report.blocks() for other in by_block.get(block, ())}
    return rivals.values()


def _link(report_id: str, other: ReportFeatures, found: Score, *, carried: bool) -> Link:
    assert other.case_id is not None  # only linked reports are candidates
    origin = "the article's earlier coding" if carried else other.article
    return Link(
        report_id,
        other.case_id,
        min(1.0, found.points / FULL_SCORE),
        "carried" if carried else "matched",
        (f"as told by {origin}", *found.reasons),
    )


def _new_case(report: ReportFeatures) -> Link:
    case_id = stable_id("case", report.report_id)
    return Link(report.report_id, case_id, 1.0, "new", ("no earlier report agrees enough",))


def _index(report: ReportFeatures, by_block: dict[Block, list[ReportFeatures]]) -> None:
    for block in report.blocks():
        by_block[block].append(report)
