"""Case reports of a refresh as rows of case_links; features as resolution gets them. The log's side: tests/orchestration."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
from coded_samples import coded_article, out_of_scope_article

from pipelines.normalize.resolution import ReportFeatures, ReportIndex
from pipelines.normalize.tables import TABLES, CodedArticle, frames
from pipelines.normalize.tables.features import features, report_rows
from pipelines.normalize.tables.linking import link_reports

TWIN = replace(coded_article(), article="b/twin.txt", version_sha256="3" * 64, captured_position=9)


def _links(
    articles: Sequence[CodedArticle],
    known: Sequence[ReportFeatures] = (),
    withdrawn: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    return link_reports(frames(articles), ReportIndex(known), withdrawn)


def _linked(article: CodedArticle, case_id: str, linked_at: int) -> ReportFeatures:
    (report,) = features(report_rows(frames([article])))
    return replace(report, case_id=case_id, linked_at=linked_at)


def test_where_nothing_is_known_every_report_is_a_new_case() -> None:
    links = _links([coded_article()])
    assert links.schema == TABLES["case_links"]
    assert links["decision"].to_list() == ["new"]
    assert links["report_id"].to_list() == frames([coded_article()])["case_reports"]["report_id"].to_list()
    assert links["captured_position"].to_list() == [7]


def test_without_case_reports_there_are_no_links() -> None:
    links = _links([out_of_scope_article()])
    assert links.is_empty()
    assert links.schema == TABLES["case_links"]


def test_another_articles_report_is_matched() -> None:
    links = _links([coded_article()], [_linked(TWIN, "CASE", 20)])
    assert links.select("case_id", "decision", "replaced_position").rows() == [("CASE", "matched", None)]
    assert any("865000" in reason for reason in links["reasons"][0])


def test_two_tellings_in_one_run_are_linked_to_each_other() -> None:
    links = _links([coded_article(), TWIN])
    assert links["case_id"].n_unique() == 1
    assert links["decision"].to_list() == ["new", "matched"]


def test_a_report_that_is_moved_has_a_row_that_says_where_it_comes_from() -> None:
    known = [_linked(coded_article(), "MINE", 20), _linked(TWIN, "OTHER", 21)]
    links = _links([coded_article()], known)
    assert links.select("case_id", "decision").rows() == [("MINE", "carried"), ("MINE", "moved")]
    moved = links.row(1, named=True)
    assert (moved["article"], moved["version_sha256"]) == (TWIN.article, TWIN.version_sha256)
    assert (moved["captured_position"], moved["replaced_position"]) == (9, 21)


def test_what_a_withdrawn_article_held_together_falls_apart() -> None:
    """One and two have their figures in common, one and three a person; two and three have nothing."""
    one, two = _linked(coded_article(), "CASE", 20), _linked(TWIN, "CASE", 21)
    three = _linked(replace(TWIN, article="c.txt"), "CASE", 22)
    three = replace(three, figures=frozenset(), occurred_on=None, surnames=frozenset(), title="Another heading")
    person = (frozenset({"林晓雯"}), frozenset({"linxiaowen"}))
    one, three = (replace(each, names=person[0], readings=person[1]) for each in (one, three))
    known = [one, two, three]
    assert _links([out_of_scope_article()], known).is_empty()
    links = _links([out_of_scope_article()], known, withdrawn=frozenset({coded_article().article}))
    assert links.select("article", "decision").rows() == [("c.txt", "moved")]
    assert links["case_id"].item() != "CASE"


def test_a_withdrawal_alone_waits_for_a_refresh_that_writes() -> None:
    known = [_linked(coded_article(), "CASE", 20), _linked(TWIN, "CASE", 21)]
    assert _links([], known, withdrawn=frozenset({TWIN.article})).is_empty()


def test_features_hold_what_the_tables_tell() -> None:
    (report,) = features(report_rows(frames([coded_article()])))
    assert report.jurisdictions == {"370784"}
    assert {(each.metric, int(each.value), each.unit) for each in report.figures} == {
        ("amount_frozen", 865000, "CNY"),
        ("suspects_arrested", 21, "person"),
    }
    assert report.surnames == {"ding", "lu"}
    assert report.in_list == (0, ("370784",))
    assert (report.case_id, report.linked_at, report.pinned, report.taken_from) == (None, None, False, None)
