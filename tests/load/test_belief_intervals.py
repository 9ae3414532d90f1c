"""When what was believed: made stories with one answer each."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from builders import Desk, Telling, withdrawn
from databases import TABLES, Rows, contents, project, rows_of

from pipelines.eventlog import EventLog
from pipelines.load.digests import digest_findings


class Story:
    """A desk and the file that its log is projected to."""

    def __init__(self, log: EventLog, file: Path) -> None:
        self.desk, self.log, self.file = Desk(log), log, file
        self._projected: int | None = None

    def code(self, article: str, version: str = "v1", *, coder: str = "1", case: str = "A", value: int = 10) -> Telling:
        """Capture a version and code it with one case and one figure."""
        telling = Telling(article, self.desk.capture(article, version), version=version, coder_version=coder)
        self.desk.tell(telling, telling.case(), telling.linked(case_id=case), telling.figure(value=value))
        return telling

    def project(self) -> None:
        """Bring the file forward."""
        project(self.file, self.log)
        self._projected = self.log.head()

    def rows(self, sql: str) -> Rows:
        """Rows of the file, brought forward first where there is something new."""
        if self._projected != self.log.head():
            self.project()
        return rows_of(self.file, sql)

    def check(self) -> None:
        """The file must hold what one that is made anew holds: what was believed at each step, too."""
        anew = self.file.with_name("anew.duckdb")
        project(anew, self.log)
        assert contents(self.file, TABLES) == contents(anew, TABLES)
        assert digest_findings(self.file) == ()


@pytest.fixture
def story(log: EventLog, tmp_path: Path) -> Iterator[Story]:
    made = Story(log, tmp_path / "x.duckdb")
    yield made
    made.check()


def test_a_version_that_comes_back_is_not_believed_in_between(story: Story) -> None:
    """The reports of the first and the third coding have the same ids: same article, bytes and coder."""
    heads = []
    for version, value in (("v1", 1), ("v2", 2), ("v1", 3)):
        story.code("a", version, value=value)
        heads.append(story.log.head())
    stretches = zip(heads, [*heads[1:], None], strict=True)
    assert story.rows("select believed_from, believed_to from case_report_history") == sorted(stretches, key=repr)
    assert story.rows("select value::int, believed_from, believed_to from fact_figure_history") == [
        (1, heads[0], heads[1]),
        (2, heads[1], heads[2]),
        (3, heads[2], None),
    ]


def test_a_withdrawn_article_says_nothing_any_more(story: Story) -> None:
    story.code("a", value=5)
    story.desk.commit(withdrawn("a"))
    assert story.rows("select * from figures") == []
    assert story.rows("select * from cases") == []
    assert story.rows("select status from articles") == [("withdrawn",)]
    assert len(story.rows("select * from fact_figure_history")) == 1


def test_a_withdrawal_voids_what_was_captured_before_it_and_coded_after_it(story: Story) -> None:
    telling = Telling("a", story.desk.capture("a"))
    story.desk.commit(withdrawn("a"))
    story.desk.tell(telling, telling.case(), telling.linked(), telling.figure())
    assert story.rows("select * from figures") == []
    assert story.rows("select * from cases") == []
    assert story.rows("select status from articles") == [("withdrawn",)]
    story.code("a", "v2", value=7)
    assert story.rows("select value::int from figures") == [(7,)]
    assert story.rows("select status from articles") == [("coded",)]


def test_a_recoding_ends_what_was_believed_before(story: Story) -> None:
    first = story.code("a", coder="1", value=5)
    again = Telling("a", first.position, coder_version="2")
    story.desk.tell(again, again.case(), again.linked(), again.figure(value=6))
    assert story.rows("select value::int from fact_figure") == [(6,)]
    assert story.rows("select value::int, believed_to is null from fact_figure_history") == [(5, False), (6, True)]


def test_a_late_link_starts_a_stretch_of_its_own(story: Story) -> None:
    telling = Telling("a", story.desk.capture("a"))
    unlinked = story.desk.tell(telling, telling.case(), telling.figure()).head
    late = story.desk.commit(telling.linked(case_id="A")).head
    moved = story.desk.commit(telling.linked(case_id="B", nth=2)).head
    stretches = [(None, unlinked, late), ("A", late, moved), ("B", moved, None)]
    columns = "case_id, believed_from, believed_to"
    assert story.rows(f"select {columns} from case_report_history order by believed_from") == sorted(
        stretches, key=repr
    )
    assert story.rows(f"select {columns} from fact_figure_history") == sorted(stretches, key=repr)
    assert story.rows("select case_id from cases") == [("B",)]


def test_of_several_links_in_one_commit_the_last_counts(story: Story) -> None:
    telling = Telling("a", story.desk.capture("a"))
    links = [telling.linked(case_id=case, nth=nth) for nth, case in enumerate(("A", "C", "B"), 1)]
    story.desk.tell(telling, telling.case(), *links)
    assert story.rows("select case_id from case_report_history") == [("B",)]


def test_the_case_of_two_articles_survives_one(story: Story) -> None:
    story.code("a", value=5)
    story.code("b", value=9)
    both = story.log.head()
    assert story.rows("select articles, reports, status from dim_case") == [(2, 2, "several_reports")]
    story.desk.commit(withdrawn("b"))
    assert story.rows("select articles, suspects_arrested::int from fact_case") == [(1, 5)]
    assert story.rows(f"select articles from dim_case_at({both})") == [(2,)]


def test_a_quarantined_article_is_shown_as_such_until_it_is_coded(story: Story) -> None:
    telling = Telling("a", story.desk.capture("a"))
    story.desk.commit(telling.quarantined("articles", "a"))
    assert story.rows("select status from articles") == [("quarantined",)]
    story.desk.tell(telling)
    assert story.rows("select status from articles") == [("coded",)]
    story.desk.capture("a", "v2")
    assert story.rows("select version_number, status from dim_article") == [(1, "superseded"), (2, "captured")]
    story.desk.capture("a", "v1")
    assert (3, "captured") in story.rows("select version_number, status from dim_article")


# Best values (sql/projections/62_case_measure_history.sql)


def test_the_highest_total_is_the_best_value(story: Story) -> None:
    telling = Telling("a", story.desk.capture("a"))
    story.desk.tell(
        telling,
        telling.case(),
        telling.linked(),
        telling.figure(1, 10),
        telling.figure(2, 30, subset=True),
        telling.figure(3, 40, basis="daily"),
        telling.figure(4, 50, None),
        telling.figure(5, 20),
    )
    assert story.rows("select value::int, alternatives from case_measure_history") == [(20, 1)]
    assert story.rows("select suspects_arrested::int from cases") == [(20,)]


def test_on_a_tie_the_exact_value_wins_and_then_the_newest(story: Story) -> None:
    telling = Telling("a", story.desk.capture("a"))
    about = telling.figure(1, 10, qualifier="about")
    story.desk.tell(telling, telling.case(), telling.linked(), about, telling.figure(2, 10))
    assert story.rows("select qualifier, alternatives from case_measure_history where believed_to is null") == [
        ("exact", 1)
    ]
    later = Telling("b", story.desk.capture("b"))
    story.desk.tell(later, later.case(), later.linked(), later.figure(1, 10), published_on=date(2024, 6, 1))
    assert story.rows(
        "select f.article from case_measure_history as m join fact_figure as f using (figure_id) "
        "where m.believed_to is null"
    ) == [("b",)]


def test_a_later_higher_count_updates_the_case_and_keeps_the_history(story: Story) -> None:
    story.code("a", value=10)
    first = story.log.head()
    story.code("b", value=25)
    second = story.log.head()
    story.code("c", value=20)
    third = story.log.head()
    assert story.rows("select value::int, alternatives, believed_from, believed_to from case_measure_history") == [
        (10, 0, first, second),
        (25, 1, second, third),
        (25, 2, third, None),
    ]


def test_each_currency_has_a_best_value_of_its_own(story: Story) -> None:
    telling = Telling("a", story.desk.capture("a"))
    story.desk.tell(
        telling,
        telling.case(),
        telling.linked(),
        telling.figure(1, 5000, metric="loss_amount", unit="CNY"),
        telling.figure(2, 90000, metric="loss_amount", unit="TWD"),
    )
    assert story.rows("select unit, value::int from case_measure_history") == [("CNY", 5000), ("TWD", 90000)]
    assert story.rows("select loss_amount::int from cases") == [(5000,)]


def test_figures_follow_their_report_through_every_link(story: Story) -> None:
    """The table is its own memory of figures: each time it is derived from what the time before left."""
    telling = story.code("a", case="A", value=10)
    heads = [story.log.head()]
    story.project()
    for nth, case in enumerate(("B", "C", "A", "B"), 2):
        story.desk.commit(telling.linked(case_id=case, nth=nth, decision="matched"))
        heads.append(story.log.head())
        story.project()
    assert story.rows("select case_id, value::int, believed_from, believed_to from fact_figure_history") == sorted(
        zip("ABCAB", [10] * 5, heads, [*heads[1:], None], strict=True), key=repr
    )


def test_a_case_that_ends_may_come_back(story: Story) -> None:
    first = story.code("a", case="A", value=10)
    story.project()
    story.desk.commit(first.linked(case_id="B", nth=2, decision="matched"))
    story.project()
    assert story.rows("select case_id from cases") == [("B",)]
    story.desk.commit(withdrawn("a"))
    story.project()
    assert story.rows("select case_id from cases") == []
    story.code("b", case="A", value=20)
    assert story.rows("select case_id from cases") == [("A",)]
    story.code("a", "v2", case="A", value=30)
    assert story.rows("select value::int from case_measure") == [(30,)]
    assert len(story.rows("select * from case_history where case_id = 'A'")) == 3


def test_a_figure_whose_report_was_quarantined_is_kept(story: Story) -> None:
    telling = Telling("a", story.desk.capture("a"))
    story.desk.tell(telling, telling.figure(value=5))  # its case is not in the log
    story.project()
    assert story.rows("select case_id, value::int from fact_figure") == [(None, 5)]
    story.code("a", "v2", value=6)
    assert story.rows("select value::int, believed_to is null from fact_figure_history") == [(5, False), (6, True)]


def test_every_event_shows_who_wrote_it_and_when_it_came_to_be_believed(story: Story) -> None:
    story.code("a")
    written = story.log.scan(["position", "actor", "run_id", "recorded_at", "type"]).read_all().to_pylist()
    ends = [event["position"] for event in written if event["type"] == "batch_closed"]
    expected = [
        (e["position"], e["actor"], e["run_id"], e["recorded_at"], min(end for end in ends if end >= e["position"]))
        for e in written
    ]
    shown = story.rows("select position, actor, run_id, recorded_at, batch_position from log_events")
    assert sorted(shown) == sorted(expected)
