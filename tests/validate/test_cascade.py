"""The split of tables and what falls with a row: polars only, Great Expectations is not needed for it."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from table_worlds import World, clean_world, tables

from pipelines.normalize.tables import KEYS, TABLES
from pipelines.validate.cascade import DEPENDENCIES, with_dependents
from pipelines.validate.verdicts import FAILURES, Verdicts

NAMES = ("<one>", "<two>")


def _failure(frames: dict[str, pl.DataFrame], table: str, row: int) -> dict[str, Any]:
    key = frames[table][KEYS[table]][row]
    return dict(zip(FAILURES, (table, row, key, "some_rule", "for the test", "error"), strict=True))


def _verdicts(frames: dict[str, pl.DataFrame], *failed: tuple[str, int]) -> Verdicts:
    rejected = pl.DataFrame([_failure(frames, table, row) for table, row in failed], schema=FAILURES)
    return Verdicts(frames, {}, with_dependents(frames, KEYS, rejected), FAILURES.to_frame())


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    return tables(clean_world(name) for name in NAMES)


def test_an_article_takes_all_that_was_read_from_it(frames: dict[str, pl.DataFrame]) -> None:
    verdicts = _verdicts(frames, ("articles", 0))
    for table in TABLES:
        assert verdicts.quarantined(table)["article"].unique().to_list() == ["<one>"]
        # Links of reports of earlier refreshes rest on no row of this one.
        moved = {"<one>/earlier", "<two>/earlier"} if table == "case_links" else set()
        assert set(verdicts.accepted(table)["article"]) == {"<two>"} | moved
    reasons = verdicts.rejected.filter(table="campaign_reports")
    assert set(reasons["expectation"]) == {"depends_on_article"}
    assert set(reasons["reason"]) == {"depends on article <one>, which is quarantined"}


def test_a_case_report_takes_what_is_told_of_it_and_no_more(frames: dict[str, pl.DataFrame]) -> None:
    verdicts = _verdicts(frames, ("case_reports", 0))
    lost = {table: verdicts.quarantined(table)[KEYS[table]].to_list() for table in TABLES}
    assert lost == {
        "articles": [],
        "case_reports": ["<one>/case/0"],
        "campaign_reports": [],
        "figure_reports": ["<one>/figure/1", "<one>/figure/2", "<one>/figure/4"],
        "region_mentions": ["<one>/region/0", "<one>/region/1"],
        "case_links": ["<one>/case/0"],
    }
    reasons = set(verdicts.rejected.filter(table="figure_reports")["reason"])
    assert reasons == {"depends on case report <one>/case/0, which is quarantined"}


@pytest.mark.parametrize("table", ["campaign_reports", "figure_reports", "region_mentions", "case_links"])
def test_other_rows_fall_alone(table: str, frames: dict[str, pl.DataFrame]) -> None:
    assert _verdicts(frames, (table, 1)).rejected.height == 1


def test_tables_that_are_not_given_are_left_out(frames: dict[str, pl.DataFrame]) -> None:
    some = {table: frames[table] for table in ("articles", "figure_reports")}
    assert set(_verdicts(some, ("articles", 0)).rejected["table"]) == {"articles", "figure_reports"}


def test_rows_without_a_key_are_told_apart_by_their_place(frames: dict[str, pl.DataFrame]) -> None:
    nameless = {**frames, "figure_reports": frames["figure_reports"].with_columns(report_id=pl.lit(None, pl.String))}
    verdicts = _verdicts(nameless, ("figure_reports", 2))
    assert verdicts.quarantined("figure_reports")["ordinal"].to_list() == [3]
    assert verdicts.accepted("figure_reports").height == 7


def _world(name: str, take: list[bool], keyless: list[bool]) -> World:
    """A clean world with rows left out and keys taken away, as the bits say."""
    bits, nulls = iter(take), iter(keyless)
    world = {table: [row for row in rows if next(bits)] for table, rows in clean_world(name).items()}
    for table, rows in world.items():
        for row in rows:
            if next(nulls):
                row[KEYS[table]] = None
    return world


@st.composite
def _tables_and_failures(draw: st.DrawFn) -> tuple[dict[str, pl.DataFrame], list[tuple[str, int]]]:
    size = sum(map(len, clean_world("").values()))
    takes, nulls = (st.lists(st.booleans(), min_size=size, max_size=size) for _ in range(2))
    # Names may repeat: duplicate rows are part of what comes in.
    names = draw(st.lists(st.sampled_from(NAMES), max_size=3))
    made = tables(
        _world(name, draw(takes), [all(pair) for pair in zip(draw(nulls), draw(nulls), strict=True)]) for name in names
    )
    places = [(table, row) for table, frame in made.items() for row in range(frame.height)]
    return made, draw(st.lists(st.sampled_from(places), max_size=4)) if places else []


@settings(max_examples=40, deadline=None)
@given(_tables_and_failures())
def test_accepted_and_quarantined_are_what_came_in(
    drawn: tuple[dict[str, pl.DataFrame], list[tuple[str, int]]],
) -> None:
    frames, failed = drawn
    verdicts = _verdicts(frames, *failed)
    for table, frame in frames.items():
        numbered = frame.with_row_index()
        halves = Verdicts({**frames, table: numbered}, {}, verdicts.rejected, verdicts.warned)
        accepted, quarantined = halves.accepted(table), halves.quarantined(table)
        assert_frame_equal(pl.concat([accepted, quarantined]).sort("index"), numbered)
        assert {row for name, row in failed if name == table} <= set(quarantined["index"])
        assert accepted["index"].is_sorted()
    if not failed:
        assert verdicts.rejected.is_empty()


@settings(max_examples=40, deadline=None)
@given(_tables_and_failures())
def test_nothing_accepted_rests_on_something_quarantined(
    drawn: tuple[dict[str, pl.DataFrame], list[tuple[str, int]]],
) -> None:
    frames, failed = drawn
    verdicts = _verdicts(frames, *failed)
    for each in DEPENDENCIES:
        lost = verdicts.quarantined(each.parent)[each.parent_column].drop_nulls()
        assert not set(verdicts.accepted(each.table)[each.column]) & set(lost)


def test_dependencies_come_before_what_depends_on_their_tables() -> None:
    for place, each in enumerate(DEPENDENCIES):
        assert each.parent not in {later.table for later in DEPENDENCIES[place:]}
