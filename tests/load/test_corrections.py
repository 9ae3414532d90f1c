"""What corrections by people do to the tables: made stories with one answer each, compared with a rebuild at the end.

What was believed at each step stands in the tables of history, which are compared, too.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from builders import Desk, Row, Telling, correction, withdrawn
from databases import TABLES, Rows, contents, project, rows_of

from pipelines.eventlog import EventLog
from pipelines.load.checks import failures, run_checks
from pipelines.load.digests import digest_findings
from pipelines.load.reasons import reasons

HEADING: dict[str, Any] = {"span_start": 0, "span_end": 6, "quote": "Case 1"}
WORDS: dict[str, Any] = {"span_start": 20, "span_end": 32, "quote": "ten arrested"}
OTHER_WORDS: dict[str, Any] = {"span_start": 40, "span_end": 54, "quote": "twenty victims"}

FIGURES = "select article, case_id, value::int from fact_figure order by all"
CASES = "select case_id, articles from dim_case order by all"


class Story:
    """Two articles that tell a case each, a desk where people correct them, and the file of it all."""

    a: Telling
    b: Telling

    def __init__(self, folder: Path) -> None:
        self.log, self.file = EventLog(str(folder / "log")), folder / "x.duckdb"
        self.desk = Desk(self.log)
        self._projected: int | None = None

    def begin(self) -> None:
        """The two articles come in."""
        self.log.create()
        self.a, self.b = self.code("a", "A", 10), self.code("b", "B", 12)

    def copy_to(self, folder: Path) -> "Story":
        """One that goes on from here by itself."""
        shutil.copytree(self.file.parent, folder, dirs_exist_ok=True)
        copy = Story(folder)
        copy.a, copy.b, copy.desk.now, copy._projected = self.a, self.b, self.desk.now, self._projected
        return copy

    def code(self, article: str, case_id: str, value: int, *, of: Telling | None = None, **changes: str) -> Telling:
        """Capture an article and code it, or code `of` again."""
        position = of.position if of else self.desk.capture(article, **changes)
        telling = Telling(article, position, version=changes.get("version", "v1"), coder_version="2" if of else "1")
        self.desk.tell(
            telling,
            telling.case(**HEADING),
            telling.linked(case_id=case_id),
            telling.region(),
            telling.campaign(),
            telling.figure(1, value, **WORDS),
        )
        return telling

    def decide(self, kind: str, **fields: object) -> int:
        """Record a correction; its position."""
        first = self.desk.commit(correction(kind, nth=self.log.head(), **fields)).first_position
        assert first is not None
        return first

    def rows(self, sql: str) -> Rows:
        """Rows of the file, brought forward first where there is something new."""
        if self._projected != self.log.head():
            project(self.file, self.log)
            self._projected = self.log.head()
        return rows_of(self.file, sql)

    def check(self) -> None:
        """The file must be what a rebuild makes, and pass the checks."""
        anew = self.file.with_name("anew.duckdb")
        project(anew, self.log)
        assert contents(self.file, TABLES) == contents(anew, TABLES)
        anew.unlink()
        assert digest_findings(self.file) == ()
        assert failures(run_checks(self.file)) == ()


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The two articles, projected: what every test goes on from. Not to be written to."""
    story = Story(tmp_path_factory.mktemp("story"))
    story.begin()
    assert story.rows(CASES) == [("A", 1), ("B", 1)]
    story.check()
    return story


@pytest.fixture
def story(begun: Story, tmp_path: Path) -> Iterator[Story]:
    copy = begun.copy_to(tmp_path)
    yield copy
    if copy.log.head() != begun.log.head():
        copy.check()


def test_a_corrected_figure_shows_the_correction_and_keeps_what_was_told(story: Story) -> None:
    before = story.log.head()
    story.decide("figure_corrected", **story.a.about("figure", 1, **WORDS), value=Decimal(11), qualifier="at_least")
    found = story.rows(
        "select value::int, qualifier, told.value::int, told.qualifier from fact_figure where article = 'a'"
    )
    assert found == [(11, "at_least", 10, "exact")]
    assert story.rows("select suspects_arrested::int from fact_case where case_id = 'A'") == [(11,)]
    assert story.rows(f"select value::int from fact_figure_at({before}) where article = 'a'") == [(10,)]


# A change, a column, and what that shows afterwards.
CHANGES: tuple[tuple[Row, str, object], ...] = (
    ({"metric": "loss_amount", "unit": "CNY"}, "metric", "loss_amount"),
    ({"subset": True}, "is_subset", True),
    ({"basis": "daily"}, "basis", "daily"),
    ({"region_adcode": "510411"}, "region_adcode", "510411"),
    ({"cleared": ["region_adcode"]}, "region_adcode", None),
    ({"campaign_key": "clean_net"}, "campaign_key", "clean_net"),
    ({"cleared": ["case_id"]}, "scope", "aggregate"),
    ({"cleared": ["case_id"]}, "case_id", None),
    ({"period_start": date(2024, 1, 2), "period_end": date(2024, 1, 3)}, "period_end", date(2024, 1, 3)),
)


def test_every_column_can_be_corrected(story: Story) -> None:
    """Each in an article of its own; told and corrected together, compared with a rebuild once."""
    for number, (change, _, _) in enumerate(CHANGES):
        telling = story.code(f"c{number}", f"C{number}", 10)
        story.decide("figure_corrected", **telling.about("figure", 1, **WORDS), **change)
    for number, (change, column, shown) in enumerate(CHANGES):
        assert story.rows(f"select {column} from fact_figure where article = 'c{number}'") == [(shown,)], change


class TestAFigureThatIsPutToAnotherCase:
    """An article tells two cases; a person says that the number is the second one's."""

    @pytest.fixture
    def told(self, story: Story) -> Telling:
        telling = Telling("two", story.desk.capture("two"))
        second = {"span_start": 60, "span_end": 66, "quote": "Case 2"}
        story.desk.tell(
            telling,
            telling.case("c1", **HEADING),
            telling.linked("c1", "C"),
            telling.case("c2", **second),
            telling.linked("c2", "D"),
            telling.figure(1, 7, "c1", **WORDS),
        )
        return telling

    def put(self, story: Story, told: Telling) -> None:
        """As the command does it: the report of that case is held there."""
        report = told.about("case_report", "c2", span_start=60, span_end=66, quote="Case 2")
        story.desk.commit(
            correction("figure_corrected", **told.about("figure", 1, **WORDS), case_id="D"),
            correction("report_placed", **report, case_id="D"),
        )

    def test_counts_there_and_no_more_where_it_was_told(self, story: Story, told: Telling) -> None:
        before = story.log.head()
        self.put(story, told)
        assert story.rows(FIGURES)[-1] == ("two", "D", 7)
        arrested = "select case_id, suspects_arrested::int from {} where case_id in ('C', 'D') order by 1"
        assert story.rows(arrested.format("fact_case")) == [("C", None), ("D", 7)]
        assert story.rows(arrested.format(f"fact_case_at({before})")) == [("C", 7), ("D", None)]

    def test_goes_where_the_report_of_that_case_goes(self, story: Story, told: Telling) -> None:
        self.put(story, told)
        story.decide("cases_merged", target="case", case_id="A", other_case_id="D")
        assert story.rows(FIGURES)[-1] == ("two", "A", 7)

    def test_goes_with_the_report_also_where_a_person_takes_that_out(self, story: Story, told: Telling) -> None:
        self.put(story, told)
        report = told.about("case_report", "c2", span_start=60, span_end=66, quote="Case 2")
        story.decide("report_placed", **report, case_id="own")
        assert story.rows(FIGURES)[-1] == ("two", "own", 7)

    def test_stays_as_it_is_told_while_the_article_has_no_report_of_that_case(
        self, story: Story, told: Telling
    ) -> None:
        story.decide("figure_corrected", **told.about("figure", 1, **WORDS), case_id="B", value=Decimal(8))
        assert story.rows(FIGURES)[-1] == ("two", "C", 8)


def test_the_place_in_charge_that_a_person_named_is_the_only_one(story: Story) -> None:
    places = "select adcode from bridge_case_region where case_id = '{}' and role = 'jurisdiction'"
    assert story.rows(places.format("A")) == story.rows(places.format("B")) == [("370784",)]
    story.decide("case_corrected", target="case", case_id="A", jurisdiction_adcode="510411")
    story.decide("case_corrected", target="case", case_id="B", cleared=["jurisdiction_adcode"])
    assert story.rows(places.format("A")) == [("510411",)]
    assert story.rows(places.format("B")) == []


def test_a_campaign_that_is_named_stands_in_its_dimension_though_no_article_is_believed_to_speak_of_it(
    story: Story,
) -> None:
    story.decide("case_corrected", target="case", case_id="A", campaign_key="break_card")
    for telling in (story.a, story.b):
        story.decide("report_retracted", **telling.about("campaign", "break_card"))
    assert story.rows("select campaign_key, name_zh, articles from dim_campaign") == [("break_card", "断卡", 0)]


def test_the_last_of_several_corrections_counts_column_by_column(story: Story) -> None:
    about = story.a.about("figure", 1, **WORDS)
    story.decide("figure_corrected", **about, value=Decimal(11), qualifier="about")
    story.decide("figure_corrected", **about, value=Decimal(13))
    assert story.rows("select value::int, qualifier from fact_figure where article = 'a'") == [(13, "about")]


def test_a_correction_holds_for_a_later_coding_of_the_same_words(story: Story) -> None:
    story.decide("figure_corrected", **story.a.about("figure", 1, **WORDS), value=Decimal(11))
    again = Telling("a", story.a.position, coder_version="2")
    moved = {**WORDS, "span_start": 16, "quote": "all ten arrested"}  # the rule takes in a word more
    story.desk.tell(
        again,
        again.case(**HEADING),
        again.linked(),
        again.figure(1, 100, **OTHER_WORDS),
        again.figure(2, 10, **moved),
    )
    assert story.rows(FIGURES) == [("a", "A", 100), ("a", "A", 11), ("b", "B", 12)]
    assert story.rows("select status from corrections") == [("in_force",)]


def test_a_correction_finds_the_same_words_in_another_version(story: Story) -> None:
    story.decide("figure_corrected", **story.a.about("figure", 1, **WORDS), value=Decimal(11))
    story.code("a", "A", 10, version="v2")
    assert story.rows(FIGURES) == [("a", "A", 11), ("b", "B", 12)]


def test_words_that_stand_twice_are_told_apart_by_their_order(story: Story) -> None:
    """A paragraph that was put before both moves neither correction to the other's words."""
    first, second = dict(WORDS), {**WORDS, "span_start": 60, "span_end": 72}
    twice = Telling("t", story.desk.capture("t"))
    story.desk.tell(twice, twice.figure(1, 5, None, **first), twice.figure(2, 5, None, **second))
    about = twice.about("figure", 2, **second, occurrence=2, occurrences=2)
    story.decide("figure_corrected", **about, value=Decimal(6))
    later = Telling("t", story.desk.capture("t", "v2"), version="v2")
    moved = [
        {**words, "span_start": words["span_start"] + 40, "span_end": words["span_end"] + 40}
        for words in (first, second)
    ]
    story.desk.tell(later, later.figure(1, 5, None, **moved[0]), later.figure(2, 5, None, **moved[1]))
    assert story.rows("select ordinal, value::int from fact_figure where article = 't'") == [(1, 5), (2, 6)]
    third = Telling("t", story.desk.capture("t", "v3"), version="v3")
    story.desk.tell(third, third.figure(1, 5, None, **first))
    assert story.rows("select value::int from fact_figure where article = 't'") == [(5,)], (
        "which of them is left, nobody knows"
    )


def test_the_only_case_of_an_article_is_found_whatever_its_words(story: Story) -> None:
    """How many cases an article told when its case was placed and tells now, and whether that is still placed."""
    for told_then, told_now, placed in ((1, 1, True), (2, 1, False), (1, 2, False)):
        article = f"{told_then} then, {told_now} now"
        about = story.code(article, article, 5).about(
            "case_report", "c1", **HEADING, occurrence=1, occurrences=told_then
        )
        story.decide("report_placed", **about, case_id=f"own of {article}")
        later = Telling(article, story.desk.capture(article, "v2"), version="v2")
        words = [{"quote": f"Another case {number}", "title": f"Another {number}"} for number in range(told_now)]
        story.desk.tell(
            later,
            *(later.case(f"c{number}", **{**HEADING, **each}) for number, each in enumerate(words)),
            *(later.linked(f"c{number}", article) for number in range(told_now)),
        )
        found = story.rows(f"select count(*) from case_report where article = '{article}' and case_id like 'own of %'")
        assert found == [(int(placed),)], article


def test_a_case_is_found_by_its_title_where_its_words_were_changed(story: Story) -> None:
    about = story.a.about("case_report", "c1", **HEADING)
    story.decide("report_placed", **{**about, "match_key": "Case c1 of a"}, case_id="own")
    later = Telling("a", story.desk.capture("a", "v2"), version="v2")
    story.desk.tell(later, later.case(**{**HEADING, "quote": "Case I"}), later.linked(), later.figure(1, 10, **WORDS))
    assert story.rows("select case_id from case_report where article = 'a'") == [("own",)]


def test_what_was_decided_together_is_revoked_together(story: Story) -> None:
    together = [
        correction("cases_merged", target="case", case_id="A", other_case_id="B"),
        correction("report_placed", **story.a.about("case_report", "c1", **HEADING), case_id="A"),
        correction("report_placed", **story.b.about("case_report", "c1", **HEADING), case_id="A"),
    ]
    first = story.desk.commit(*together).first_position
    assert story.rows(CASES) == [("A", 2)]
    story.decide("correction_revoked", revoked_position=(first or 0) + 1)
    assert story.rows(CASES) == [("A", 1), ("B", 1)]
    assert story.rows("select distinct status, decision from corrections") == [("revoked", (first or 0) + 3)]


def test_a_correction_of_a_case_that_is_gone_says_so(story: Story) -> None:
    story.decide("case_corrected", target="case", case_id="B", scheme="romance")
    story.desk.commit(withdrawn("b"))
    assert story.rows("select status from corrections") == [("without_target",)]


def test_a_correction_of_words_that_are_gone_says_so_and_changes_nothing(story: Story) -> None:
    story.decide("figure_corrected", **story.a.about("figure", 1, **WORDS), value=Decimal(11))
    later = Telling("a", story.desk.capture("a", "v2"), version="v2")
    story.desk.tell(later, later.figure(1, 10, None, **OTHER_WORDS))
    assert story.rows("select value::int from fact_figure where article = 'a'") == [(10,)]
    assert story.rows("select status, report_ids from corrections") == [("without_target", None)]


def test_a_retracted_figure_is_gone_and_comes_back_when_that_is_revoked(story: Story) -> None:
    position = story.decide("report_retracted", **story.a.about("figure", 1, **WORDS))
    assert story.rows(FIGURES) == [("b", "B", 12)]
    story.code("a", "A", 10, of=story.a)
    assert story.rows(FIGURES) == [("b", "B", 12)], "also where a later coding reads it again"
    story.decide("correction_revoked", revoked_position=position)
    assert story.rows(FIGURES) == [("a", "A", 10), ("b", "B", 12)]
    assert story.rows("select status, revoked_by is not null from corrections") == [("revoked", True)]


def test_a_retracted_case_takes_its_figures_and_places_along(story: Story) -> None:
    position = story.decide("report_retracted", **story.a.about("case_report", "c1", **HEADING))
    story.code("a", "A", 10, of=story.a)
    assert story.rows(FIGURES) == [("b", "B", 12)]
    assert story.rows(CASES) == [("B", 1)]
    assert story.rows("select case_id from bridge_case_region") == [("B",)]
    story.decide("correction_revoked", revoked_position=position)
    assert story.rows(FIGURES) == [("a", "A", 10), ("b", "B", 12)]


def test_a_retracted_place_and_campaign_are_gone_in_that_article_alone(story: Story) -> None:
    story.decide("report_retracted", **story.a.about("region", "c1", "370784", "jurisdiction"))
    story.decide("report_retracted", **story.a.about("campaign", "break_card"))
    story.code("a", "A", 10, of=story.a)
    assert story.rows("select case_id from bridge_case_region") == [("B",)]
    assert story.rows("select article from bridge_campaign_article") == [("b",)]


def test_merged_cases_are_one_for_good(story: Story) -> None:
    before = story.log.head()
    story.decide("cases_merged", target="case", case_id="A", other_case_id="B")
    assert story.rows(CASES) == [("A", 2)]
    story.code("b", "B", 12, of=story.b)
    story.code("c", "B", 3)
    assert story.rows(CASES) == [("A", 3)], "whatever links to the other one"
    assert story.rows("select case_id, canonical_case_id from case_alias") == [("B", "A")]
    assert story.rows(f"select case_id from dim_case_at({before})") == [("A",), ("B",)]


def test_merges_are_followed_from_case_to_case_and_can_be_revoked(story: Story) -> None:
    story.code("c", "C", 3)
    story.decide("cases_merged", target="case", case_id="B", other_case_id="A")
    second = story.decide("cases_merged", target="case", case_id="C", other_case_id="B")
    assert story.rows(CASES) == [("C", 3)]
    story.decide("correction_revoked", revoked_position=second)
    assert story.rows(CASES) == [("B", 2), ("C", 1)]


def test_a_placed_report_stays_where_a_person_put_it(story: Story) -> None:
    story.decide("report_placed", **story.b.about("case_report", "c1", **HEADING), case_id="A")
    assert story.rows(CASES) == [("A", 2)]
    story.code("b", "B", 12, of=story.b)
    assert story.rows(CASES) == [("A", 2)], "the machine's link of a later coding does not count"
    assert story.rows("select link_decision from case_report where article = 'b'") == [("placed",)]


def test_reports_that_were_split_off_make_a_case_of_their_own(story: Story) -> None:
    story.code("c", "A", 3)
    story.decide("case_split", **story.a.about("case_report", "c1", **HEADING), case_id="new")
    assert story.rows(CASES) == [("A", 1), ("B", 1), ("new", 1)]
    assert ("a", "new", 10) in story.rows(FIGURES)


def test_a_corrected_case_shows_the_correction_also_under_the_case_it_was_merged_with(story: Story) -> None:
    story.decide("case_corrected", target="case", case_id="B", scheme="romance", cleared=["role"])
    about_b = "select scheme, role, title from dim_case where articles = {}"
    assert story.rows(about_b.format(1)) == [("fake_loan", "fraud", "Case c1 of a"), ("romance", None, "Case c1 of b")]
    story.decide("cases_merged", target="case", case_id="A", other_case_id="B")
    assert story.rows(about_b.format(2)) == [("romance", None, "Case c1 of a")]


def test_a_correction_of_a_withdrawn_article_waits_for_it(story: Story) -> None:
    story.decide("figure_corrected", **story.a.about("figure", 1, **WORDS), value=Decimal(11))
    story.desk.commit(withdrawn("a"))
    assert story.rows(FIGURES) == [("b", "B", 12)]
    story.code("a", "A", 10)
    assert story.rows(FIGURES) == [("a", "A", 11), ("b", "B", 12)]


def test_lineage_leads_to_events_quotes_links_and_corrections(story: Story) -> None:
    position = story.decide("figure_corrected", **story.a.about("figure", 1, **WORDS), value=Decimal(11))
    [row] = story.rows(
        "select says, is_shown, article, quote, coder_version, captured_position, coded_position, position, link_position, "
        "corrections from lineage where table_name = 'fact_case' and key = 'A' and column_name = 'suspects_arrested'"
    )
    types = {position: kind for position, kind in story.rows("select position, type from log_events")}  # noqa: C416
    *told, captured, coded, reported, linked, corrections = row
    assert told == ["10.0000", True, "a", "ten arrested", "1"]
    assert [types[at] for at in (captured, coded, reported, linked)] == [
        "article_captured", "article_coded", "figure_reported", "report_linked"
    ]  # fmt: skip
    assert corrections == [position]


def test_every_cell_of_a_case_has_a_report_behind_it(story: Story) -> None:
    story.rows("select 1")

    def behind(table: str, key: str, column: str | None) -> list[str]:
        return [str(row["article"]) for row in reasons(story.file, table, key, column, story.log.head()).reports]

    cells = reasons(story.file, "fact_case", "A", None, story.log.head()).cells
    assert {"articles", "status", "last_reported_on", "agency_name", "suspects_arrested_qualifier"} <= set(cells)
    unexplained = [column for column in cells if behind("fact_case", "A", column) != ["a"]]
    assert unexplained == []


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("cases", "A", "jurisdiction_name"),
        ("figures", "FIGURE", "region_name"),
        ("additive_figures", "FIGURE", "value"),
        ("case_articles", "A a", None),
        ("bridge_campaign_article", "break_card a", None),
        ("bridge_case_region", "A jurisdiction 370784", None),
    ],
)
def test_rows_of_views_have_reasons_too(story: Story, table: str, key: str, column: str | None) -> None:
    [(figure,)] = story.rows("select figure_id from fact_figure where article = 'a'")
    found = reasons(story.file, table, str(figure) if key == "FIGURE" else key, column, story.log.head())
    assert [row["article"] for row in found.reports] == ["a"]
    assert found.cells
