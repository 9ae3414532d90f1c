"""Linking on a generated corpus, whose truth is known and holds what hand-coded articles have too little of: many lists,
many counties, namesakes, later counts, hand-overs. Its wording is the project's own: no evidence of accuracy on real text.
"""

from collections import defaultdict
from datetime import UTC, datetime
from itertools import combinations

import pytest
from gold_reports import b_cubed, f1, pairwise
from told_cases import Groups, arrive, groups_of

from bench.corpus.article import article
from bench.corpus.reports import case_ids, coding_of
from pipelines.normalize.resolution import ReportFeatures, partition
from pipelines.normalize.resolution.scoring import SAME_CASE, score
from pipelines.normalize.tables import CodedArticle, frames
from pipelines.normalize.tables.features import features, report_rows

ARTICLES = 600


def _reports(seed: int, numbers: range) -> tuple[list[ReportFeatures], dict[str, str]]:
    """Features of what a perfect coder would read, and report id → the case that it truly tells."""
    told = [article(seed, number).article for number in numbers]
    rows = [
        CodedArticle(
            article=f"{one.index:06}",
            version_sha256=f"{one.index:064}",
            captured_position=one.index + 1,
            captured_at=datetime(2026, 1, 1, tzinfo=UTC),
            title=one.title,
            publisher=one.publisher,
            url=None,
            language=one.language,
            script=one.script,
            published_on=one.published_on,
            published_basis="text",
            text_chars=len(one.captured),
            captured_chars=len(one.captured),
            damaged_chars=0,
            coding=coding_of(one),
        )
        for one in told
    ]
    reports = [*features(report_rows(frames(rows)))]
    truth = {(f"{one.index:06}", key): case for one in told for key, case in case_ids(one).items()}
    return reports, {each.report_id: truth[each.article, each.case_key] for each in reports}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_bars_hold(seed: int) -> None:
    reports, truth = _reports(seed, range(ARTICLES))
    found = groups_of(partition(reports))
    assert len(reports) > ARTICLES, "lists among them"
    assert f1(pairwise(found, truth)) >= 0.95
    assert f1(b_cubed(found, truth)) >= 0.97
    _require_no_two_of_one_list(reports, found)


@pytest.mark.parametrize("seed", [1, 2])
def test_reports_that_agree_enough_to_be_one_case_are_compared(seed: int) -> None:
    """Keys are made so as to leave out what could not be one case, and little else."""
    reports, truth = _reports(seed, range(ARTICLES))
    told: dict[str, list[ReportFeatures]] = defaultdict(list)
    for each in reports:
        told[truth[each.report_id]].append(each)
    alike = [pair for case in told.values() for pair in combinations(case, 2) if score(*pair).points >= SAME_CASE]
    missed = [pair for pair in alike if not pair[0].blocks & pair[1].blocks]
    assert len(alike) > 100
    assert len(missed) <= len(alike) / 100


def test_any_order_of_arrival_gives_the_same_cases() -> None:
    reports, _ = _reports(3, range(150))
    at_once = groups_of(partition(reports))
    newest_first = sorted({each.article for each in reports}, reverse=True)
    for portion in (1, 7, 60):
        portions = [set(newest_first[start : start + portion]) for start in range(0, len(newest_first), portion)]
        assert arrive([each for each in reports if each.article in some] for some in portions) == at_once


def _require_no_two_of_one_list(reports: list[ReportFeatures], found: Groups) -> None:
    article_of = {each.report_id: each.article for each in reports}
    for group in found:
        assert len({article_of[report] for report in group}) == len(group)
