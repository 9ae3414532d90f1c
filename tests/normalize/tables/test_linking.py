"""New case reports against those that the log knows, with a real log."""

from dataclasses import replace

import polars as pl
import pytest
from builders import Desk, Telling
from coded_samples import coded_article, out_of_scope_article

from pipelines.eventlog import EventLog
from pipelines.normalize.tables import TABLES, CodedArticle, frames
from pipelines.normalize.tables.linking import link_reports


@pytest.fixture
def desk(log: EventLog) -> Desk:
    return Desk(log)


def _links(log: EventLog, *articles: CodedArticle) -> pl.DataFrame:
    return link_reports(frames(articles), log, log.head())


def _known(desk: Desk, article: str, case_id: str | None, *, coder_version: str = "1", position: int = 0) -> Telling:
    """An article in the log that tells the sample's case: 21 arrests, 865,000 yuan frozen, in Anqiu."""
    telling = Telling(article, position or desk.capture(article), coder_version=coder_version)
    links = [] if case_id is None else [telling.linked(case_id=case_id)]
    figures = [telling.figure(1, 21), telling.figure(2, 865000, metric="amount_frozen", unit="CNY")]
    desk.tell(telling, telling.case(scheme=None, role="telecom"), telling.region(), *figures, *links)
    return telling


def test_in_an_empty_log_every_report_is_a_new_case(log: EventLog) -> None:
    links = _links(log, coded_article())
    assert links.schema == TABLES["case_links"]
    assert links["decision"].to_list() == ["new"]
    assert links["report_id"].to_list() == frames([coded_article()])["case_reports"]["report_id"].to_list()


def test_without_case_reports_there_are_no_links(log: EventLog) -> None:
    links = _links(log, out_of_scope_article())
    assert links.is_empty()
    assert links.schema == TABLES["case_links"]


def test_another_articles_report_is_matched(log: EventLog, desk: Desk) -> None:
    _known(desk, "elsewhere.txt", "CASE")
    links = _links(log, coded_article())
    assert links.select("case_id", "decision").rows() == [("CASE", "matched")]
    assert any("865000" in reason for reason in links["reasons"][0])


def test_what_came_after_the_position_asked_for_is_not_known(log: EventLog, desk: Desk) -> None:
    before = log.head()
    _known(desk, "elsewhere.txt", "CASE")
    assert link_reports(frames([coded_article()]), log, before)["decision"].to_list() == ["new"]


def test_the_articles_earlier_coding_is_carried_on(log: EventLog, desk: Desk) -> None:
    _known(desk, coded_article().article, "MINE")
    _known(desk, "elsewhere.txt", "OTHER")
    assert _links(log, coded_article()).select("case_id", "decision").rows() == [("MINE", "carried")]


def test_a_later_link_counts_and_an_unlinked_report_is_no_case(log: EventLog, desk: Desk) -> None:
    telling = _known(desk, "elsewhere.txt", None)
    assert _links(log, coded_article())["decision"].to_list() == ["new"]
    desk.commit(telling.linked(case_id="FIRST", nth=2))
    desk.commit(telling.linked(case_id="SECOND", nth=3))
    assert _links(log, coded_article())["case_id"].to_list() == ["SECOND"]


def test_a_coding_that_was_replaced_is_not_compared(log: EventLog, desk: Desk) -> None:
    """The second coder reads another case from the same capture; what the first read is void."""
    old = _known(desk, "elsewhere.txt", "CASE")
    again = Telling("elsewhere.txt", old.position, coder_version="2")
    desk.tell(again, again.case(), again.linked(case_id="CASE"), again.figure(1, 300))
    assert _links(log, coded_article())["decision"].to_list() == ["new"]


def test_two_tellings_in_one_run_are_linked_to_each_other(log: EventLog) -> None:
    twin = replace(coded_article(), article="b/twin.txt", version_sha256="3" * 64, captured_position=9)
    links = _links(log, coded_article(), twin)
    assert links["case_id"].n_unique() == 1
    assert links["decision"].to_list() == ["new", "matched"]
