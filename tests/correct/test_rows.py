"""Corrections of rows that validation kept aside: the one row of the words, its columns, and nothing else."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.correct.changes import Changes, Codes, row_changes
from pipelines.correct.rows import BY_A_PERSON, RowCorrection, with_corrections
from pipelines.errors import UsageError
from pipelines.normalize.tables.schemas import TABLES

SCHEMA = TABLES["figure_reports"]


def figure(span_start: int, metric: str = "moonbeams_caught", article: str = "a") -> dict[str, object]:
    words = {"span_start": span_start, "span_end": span_start + 2, "quote": "3名", "rule": "figure.count"}
    return {
        "article": article,
        "version_sha256": "f" * 64,
        "metric": metric,
        "value": Decimal(3),
        "unit": "moons",
        **words,
    }


def frames(*rows: dict[str, object]) -> dict[str, pl.DataFrame]:
    return {"figure_reports": pl.DataFrame([dict.fromkeys(SCHEMA) | row for row in rows], schema=SCHEMA)}


def said(row: dict[str, object], *assignments: str, position: int = 5) -> RowCorrection:
    return RowCorrection(position, "figure_reports", row, row_changes("figure_reports", assignments, Codes()))


@given(st.lists(st.integers(0, 50), min_size=1, unique=True), st.data())
def test_only_the_row_of_the_words_changes(starts: list[int], data: st.DataObject) -> None:
    before = frames(*(figure(start) for start in starts))
    place = data.draw(st.sampled_from(range(len(starts))))
    correction = said(figure(starts[place]), "metric=suspects_arrested", "value=4", "period_start=2024-01-01")
    after, unfound = with_corrections(before, [correction])
    assert unfound == []
    rows = after["figure_reports"].to_dicts()
    expected = {"metric": "suspects_arrested", "value": Decimal(4), "unit": "person", "period_start": date(2024, 1, 1)}
    assert {name: rows[place][name] for name in expected} == expected
    assert rows[place]["rule"] == "figure.count" + BY_A_PERSON
    del rows[place]
    others = before["figure_reports"].to_dicts()
    del others[place]
    assert rows == others
    assert after["figure_reports"].schema == SCHEMA


def test_of_rows_of_the_same_words_the_one_of_the_same_metric_is_meant() -> None:
    before = frames(figure(1), figure(1, "suspects_identified"))
    after, unfound = with_corrections(before, [said(figure(1), "value=9")])
    assert (after["figure_reports"]["value"].to_list(), unfound) == ([Decimal(9), Decimal(3)], [])


@pytest.mark.parametrize("row", [figure(2), figure(1, article="b"), figure(1) | {"version_sha256": "0" * 64}])
def test_a_row_that_is_read_no_more_is_told_of(row: dict[str, object]) -> None:
    before = frames(figure(1))
    after, unfound = with_corrections(before, [said(row, "value=9")])
    assert unfound == [5]
    assert after["figure_reports"].equals(before["figure_reports"])


def test_the_last_word_counts_and_a_rule_is_marked_once() -> None:
    words = [said(figure(1), "value=9", position=8), said(figure(1), "value=7", "period_end=", position=3)]
    after, _ = with_corrections(frames(figure(1) | {"period_end": date(2024, 1, 1)}), words)
    [row] = after["figure_reports"].to_dicts()
    assert (row["value"], row["period_end"], row["rule"]) == (Decimal(9), None, "figure.count" + BY_A_PERSON)


@pytest.mark.parametrize(
    ("table", "assignment", "words"),
    [
        ("articles", "title=x", "a row of articles cannot be corrected"),
        ("figure_reports", "metric=moonbeams_caught", "'moonbeams_caught' is no metric"),
        ("figure_reports", "quote=x", "is no COLUMN=VALUE"),
        ("case_reports", "jurisdiction_adcode=110000", "is no COLUMN=VALUE"),
    ],
)
def test_what_cannot_be_said(table: str, assignment: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        row_changes(table, [assignment], Codes())


def test_changes_of_a_case() -> None:
    assert row_changes("case_reports", ["title=One case", "scheme="], Codes()) == Changes(
        {"title": "One case"}, ("scheme",)
    )
