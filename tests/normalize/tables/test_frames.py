import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from coded_samples import coded_article, out_of_scope_article
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.normalize.tables import KEYS, TABLES, CodedArticle, empty, frames

coded = pytest.fixture(scope="session")(coded_article)
out_of_scope = pytest.fixture(scope="session")(out_of_scope_article)

BUILT = [table for table in TABLES if table != "case_links"]


def _with_values(coded: CodedArticle, *values: Decimal) -> CodedArticle:
    figure = coded.coding.figures[0]
    figures = tuple(dataclasses.replace(figure, value=value) for value in values)
    return dataclasses.replace(coded, coding=dataclasses.replace(coded.coding, figures=figures))


@pytest.mark.parametrize("table", BUILT)
def test_schema_with_rows_and_without(table: str, coded: CodedArticle, out_of_scope: CodedArticle) -> None:
    assert frames([coded])[table].schema == TABLES[table]
    assert frames([out_of_scope])[table].schema == TABLES[table]
    assert_frame_equal(frames([])[table], empty(table))


def test_frames_builds_every_table_but_the_links() -> None:
    assert list(frames([])) == BUILT
    assert set(KEYS) == set(TABLES)
    assert all(KEYS[table] in TABLES[table] for table in TABLES)


def test_rows_per_table(coded: CodedArticle, out_of_scope: CodedArticle) -> None:
    heights = {table: frame.height for table, frame in frames([coded, out_of_scope]).items()}
    assert heights == {
        "articles": 2,
        "case_reports": 1,
        "campaign_reports": 1,
        "figure_reports": 2,
        "region_mentions": 1,
    }


def test_article_row_holds_the_document_and_the_counts(coded: CodedArticle) -> None:
    row = frames([coded])["articles"].row(0, named=True)
    assert row["title"] == "贩卡团伙落网"
    assert row["captured_position"] == 7
    assert row["captured_at"] == datetime(2023, 5, 4, 8, 30, tzinfo=UTC)
    assert (row["text_chars"], row["captured_chars"], row["damaged_chars"]) == (30, 30, 0)
    assert (row["cases"], row["campaigns"], row["figures"]) == (1, 1, 2)


def test_figures_are_numbered_in_reading_order(coded: CodedArticle) -> None:
    figures = frames([coded])["figure_reports"]
    assert figures["ordinal"].to_list() == [1, 2]
    assert figures["metric"].to_list() == ["suspects_arrested", "amount_frozen"]
    assert figures["span_start"].is_sorted()


def test_figures_and_regions_point_at_their_case_report(coded: CodedArticle) -> None:
    built = frames([coded])
    case_id = built["case_reports"]["report_id"].to_list()
    assert built["figure_reports"]["case_report_id"].to_list() == case_id * 2
    assert built["region_mentions"]["case_report_id"].to_list() == case_id


def test_a_figure_without_a_case_points_at_none(coded: CodedArticle) -> None:
    figure = dataclasses.replace(coded.coding.figures[0], scope="aggregate", case_key=None)
    coding = dataclasses.replace(coded.coding, figures=(figure,))
    built = frames([dataclasses.replace(coded, coding=coding)])
    assert built["figure_reports"]["case_report_id"].to_list() == [None]


def test_quote_is_the_captured_text_at_its_span(coded: CodedArticle) -> None:
    figures = frames([coded])["figure_reports"]
    assert figures["quote"].to_list() == ["21名", "86.5万元"]
    assert (figures["span_end"] - figures["span_start"]).to_list() == [3, 6]


def test_ids_are_unique_over_all_tables(coded: CodedArticle) -> None:
    other = dataclasses.replace(coded, article="a/three.txt")
    built = frames([coded, other])
    ids = pl.concat([built[table]["report_id"] for table in BUILT if table != "articles"])
    assert ids.n_unique() == ids.len() == 10


def test_same_input_same_frames(coded: CodedArticle, out_of_scope: CodedArticle) -> None:
    first, second = frames([coded, out_of_scope]), frames(iter([coded, out_of_scope]))
    for table in BUILT:
        assert_frame_equal(first[table], second[table])


def test_ids_do_not_depend_on_company_order_position_or_time(coded: CodedArticle, out_of_scope: CodedArticle) -> None:
    later = dataclasses.replace(coded, captured_position=99, captured_at=datetime(2025, 1, 1, tzinfo=UTC))
    for table in BUILT[1:]:
        assert frames([coded])[table]["report_id"].equals(frames([out_of_scope, later])[table]["report_id"])


CHANGES: dict[str, Callable[[CodedArticle], CodedArticle]] = {
    "article": lambda row: dataclasses.replace(row, article="a/other.txt"),
    "version": lambda row: dataclasses.replace(row, version_sha256="3" * 64),
    "coder": lambda row: dataclasses.replace(row, coding=dataclasses.replace(row.coding, coder="person")),
    "coder_version": lambda row: dataclasses.replace(row, coding=dataclasses.replace(row.coding, coder_version="2")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_ids_depend_on_the_version_and_the_coder(change: str, coded: CodedArticle) -> None:
    before, after = frames([coded]), frames([CHANGES[change](coded)])
    for table in BUILT[1:]:
        assert not set(before[table]["report_id"]) & set(after[table]["report_id"])


def test_round_trip_through_parquet(coded: CodedArticle, out_of_scope: CodedArticle, tmp_path: Path) -> None:
    for table, frame in frames([coded, out_of_scope]).items():
        frame.write_parquet(tmp_path / f"{table}.parquet")
        back = pl.read_parquet(tmp_path / f"{table}.parquet")
        assert back.schema == TABLES[table]
        assert_frame_equal(back, frame)


def test_values_are_exact(coded: CodedArticle) -> None:
    values = [Decimal("6.84E8"), Decimal("4032.919") * 10000, Decimal("0.3333"), Decimal("19.5")]
    built = frames([_with_values(coded, *values)])
    assert built["figure_reports"]["value"].to_list() == values


@settings(deadline=None)
@given(value=st.decimals(allow_nan=True, allow_infinity=True))
def test_no_value_breaks_the_run(coded: CodedArticle, value: Decimal) -> None:
    row = _with_values(coded, value)
    stored = frames([row])["figure_reports"]["value"].item()
    if value.is_finite() and abs(value) < 10**19:
        assert abs(stored - value) <= Decimal("0.00005")
    else:
        assert stored is None or abs(stored) >= 10**19


def test_captured_at_is_stored_as_utc(coded: CodedArticle) -> None:
    beijing = datetime(2023, 5, 4, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    built = frames([dataclasses.replace(coded, captured_at=beijing)])
    assert built["articles"]["captured_at"].item() == datetime(2023, 5, 4, 8, 30, tzinfo=UTC)


def test_an_instant_without_a_zone_is_refused(coded: CodedArticle) -> None:
    with pytest.raises(ValueError, match="time zone"):
        dataclasses.replace(coded, captured_at=datetime(2023, 5, 4, 8, 30))
