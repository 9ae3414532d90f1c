"""What a person names becomes events that mean it: looked up in the tables at the log's head, by id, its beginning or article."""

from pathlib import Path

import pytest
from builders import START, Telling, small_reference
from databases import Rows, rows_of
from houses import House

from pipelines.errors import UsageError
from pipelines.load.lookup import Lookup
from pipelines.load.plan import present
from pipelines.orchestration.planning import Desk
from pipelines.report.decisions import (
    Decision,
    corrected,
    linked,
    merged,
    retracted,
    revoked,
    split_off,
    unlinked,
    withdrawn,
)

CASES = "select case_id, articles from dim_case order by all"
FIRST, SECOND = "first-case", "second-case"


class Office:
    """Two articles that tell one case and one that tells another; decisions are recorded and published at once."""

    def __init__(self, house: House) -> None:
        self.house = house

    def begin(self) -> None:
        """The three articles come in and are published."""
        for article, case_id, value in (("a.txt", FIRST, 5), ("b.txt", FIRST, 6), ("c.txt", SECOND, 7)):
            telling = Telling(article, self.house.desk.capture(article))
            reports = (
                telling.linked(case_id=case_id),
                telling.region(),
                telling.campaign(),
                telling.figure(value=value),
            )
            self.house.desk.tell(telling, telling.case(), *reports)
        self.house.refresh()

    def decide(self, decision: Decision) -> int:
        """Record a decision; its position."""
        with present(self.house.files, self.house.log, small_reference()) as draft:
            events = decision(
                Desk(Lookup(draft.path), draft.path, self.house.log, self.house.log.head()), "for the test"
            )
        done = self.house.log.append(events, actor="person:x", run_id="run", recorded_at=START)
        self.house.refresh()
        assert done.first_position is not None
        return done.first_position

    def rows(self, sql: str) -> Rows:
        """Rows of the published file."""
        return rows_of(self.house.files.published, sql)

    def report(self, article: str) -> str:
        """The id of the case report of an article."""
        [(found,)] = self.rows(f"select report_id from case_report where article = '{article}'")
        return str(found)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The articles, published. Not to be written to."""
    house = House(tmp_path_factory.mktemp("office") / "house")
    Office(house).begin()
    return house


@pytest.fixture
def office(begun: House, tmp_path: Path) -> Office:
    return Office(begun.copy_to(tmp_path / "office"))


def test_cases_are_merged_and_named_by_either_id_afterwards(office: Office) -> None:
    office.decide(merged(SECOND[:8], [FIRST]))
    assert office.rows(CASES) == [(SECOND, 3)]
    office.decide(corrected(FIRST, ["scheme=romance"]))
    assert office.rows("select case_id, scheme from dim_case") == [(SECOND, "romance")]
    with pytest.raises(UsageError, match="merged with itself"):
        office.decide(merged(SECOND, [FIRST]))


def test_reports_are_split_off_by_article_or_id(office: Office) -> None:
    office.decide(split_off(FIRST, ["a.txt"]))
    assert [count for _, count in office.rows(CASES)] == [1, 1, 1]
    with pytest.raises(UsageError, match="no report of the case"):
        office.decide(split_off(FIRST, [office.report("c.txt")]))
    with pytest.raises(UsageError, match="would leave nothing"):
        office.decide(split_off(SECOND, ["c.txt"]))
    with pytest.raises(UsageError, match="there is no case report"):
        office.decide(split_off(FIRST, ["nobody.txt"]))


def test_a_report_is_linked_unlinked_and_linked_again(office: Office) -> None:
    office.decide(linked("c.txt", FIRST))
    assert office.rows(CASES) == [(FIRST, 3)]
    office.decide(unlinked(office.report("c.txt")[:10]))
    [(own, _)] = [row for row in office.rows(CASES) if row[0] != FIRST]
    office.decide(linked("c.txt", FIRST))
    office.decide(unlinked("c.txt"))
    assert office.rows(CASES) not in ([(FIRST, 3)], [(FIRST, 2), (own, 1)]), "a case of its own is a new one each time"


def test_a_link_holds_the_reports_that_the_case_has_by_then(office: Office) -> None:
    office.decide(linked("c.txt", FIRST))
    assert office.rows("select distinct link_decision from case_report") == [("placed",)]


def test_any_report_is_retracted_by_its_id(office: Office) -> None:
    telling = Telling(
        "c.txt", int(str(office.rows("select article_key from dim_article where article = 'c.txt'")[0][0]))
    )
    for kind, key, left in (
        ("campaign_report", ("break_card",), "select count(*) from bridge_campaign_article where article = 'c.txt'"),
        (
            "region_mention",
            ("c1", "370784", "jurisdiction"),
            f"select count(*) from bridge_case_region where case_id = '{SECOND}'",
        ),
        ("figure_report", (1,), "select count(*) from fact_figure where article = 'c.txt'"),
        ("case_report", ("c1",), "select count(*) from case_report where article = 'c.txt'"),
    ):
        office.decide(retracted(telling.report_id(kind, *key)))
        assert office.rows(left) == [(0,)], kind


def test_what_is_said_of_a_case_holds_its_reports(office: Office) -> None:
    office.decide(corrected(FIRST, ["scheme=romance"]))
    assert office.rows("select link_decision from case_report where article in ('a.txt', 'b.txt')") == [("placed",)] * 2
    with pytest.raises(UsageError, match="says so already"):
        office.decide(corrected(FIRST, ["scheme=romance"]))


def test_what_is_revoked_is_gone_and_is_revoked_once(office: Office) -> None:
    position = office.decide(merged(FIRST, [SECOND]))
    [(decision,)] = office.rows(f"select decision from corrections where position = {position}")
    office.decide(revoked(int(str(decision))))
    assert office.rows(CASES) == [(FIRST, 2), (SECOND, 1)]
    with pytest.raises(UsageError, match="revoked already"):
        office.decide(revoked(position))
    with pytest.raises(UsageError, match="no correction at position 1"):
        office.decide(revoked(1))


def test_a_correction_can_be_made_again_after_it_was_revoked(office: Office) -> None:
    figure = str(office.rows("select figure_id from fact_figure where article = 'c.txt'")[0][0])
    office.decide(revoked(office.decide(corrected(figure, ["value=70"]))))
    office.decide(corrected(figure[:9], ["value=70"]))
    assert office.rows("select value::int, told.value::int from fact_figure where article = 'c.txt'") == [(70, 7)]


def test_a_withdrawal_is_a_decision_too(office: Office) -> None:
    office.decide(withdrawn("c.txt"))
    assert office.rows(CASES) == [(FIRST, 2)]


@pytest.mark.parametrize(
    ("name", "complaint"), [("0" * 8, "there is no figure"), ("abc", "too short for"), ("", "too short for")]
)
def test_an_id_that_is_none_or_too_short_is_wrong_use(office: Office, name: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        office.decide(corrected(name, ["value=1"]))


def test_the_beginning_of_several_ids_is_wrong_use(office: Office) -> None:
    telling = Telling("d.txt", office.house.desk.capture("d.txt"))
    alike = [telling.linked(case_id="first-case-of-others"), telling.case()]
    office.house.desk.tell(telling, *alike)
    office.house.refresh()
    with pytest.raises(UsageError, match=r"begins the ids of several: first-case .*, first-case-of-others"):
        office.decide(linked("c.txt", "first-"))
    office.decide(linked("c.txt", "first-case-"))
