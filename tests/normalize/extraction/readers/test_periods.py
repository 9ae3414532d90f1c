"""Text → dated stretches: the case table, and what must hold for any text."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases
from hypothesis import given
from hypothesis import strategies as st

from pipelines.model.document import Language, plain_document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import PeriodMention
from pipelines.normalize.extraction.readers import read_periods

DATA = Path(__file__).parents[3] / "cases" / "readers"


def _cases() -> list[Any]:
    groups = read_cases(DATA / "periods.yaml")
    return [
        pytest.param(language, group["published"], group.get("title"), case["text"], case["periods"], id=case["text"])
        for language, entries in groups.items()
        for group in entries
        for case in group["cases"]
    ]


def _row(mention: PeriodMention, text: str) -> str:
    parts = [mention.span.of(text), mention.start, mention.end, mention.precision, mention.basis]
    return " | ".join(str(part) for part in [*parts, *(["since"] if mention.since else [])])


@pytest.mark.parametrize(("language", "published", "title", "text", "periods"), _cases())
def test_case(language: Language, published: date | None, title: str | None, text: str, periods: list[str]) -> None:
    found = read_periods(plain_document(text, language, published, title=title))
    assert [_row(mention, text) for mention in found] == periods


DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))
PIECES = read_cases(DATA / "fragments.yaml")["periods"].split()
WORDS = st.lists(st.sampled_from(PIECES), max_size=12)


@given(WORDS, st.sampled_from(["zh", "en"]), st.sampled_from(["", " "]), st.none() | DAYS)
def test_periods_are_in_order_and_begin_before_they_end(
    parts: list[str], language: Language, joint: str, published: date | None
) -> None:
    text = joint.join(parts)
    mentions = read_periods(plain_document(text, language, published))
    for mention in mentions:
        assert mention.start <= mention.end
        assert mention.span.end <= len(text)
        assert mention.basis
    for first, second in pairwise(mentions):
        assert first.span.end <= second.span.start


@given(st.text(max_size=60), st.sampled_from(["zh", "en"]), DAYS)
def test_any_text_is_read_without_error(text: str, language: Language, published: date) -> None:
    read_periods(plain_document(text, language, published))


@given(DAYS)
def test_a_full_date_comes_back(day: date) -> None:
    forms = [f"{day.year}年{day.month}月{day.day}日", day.isoformat()]
    for text in forms:
        (mention,) = read_periods(plain_document(text))
        assert (mention.start, mention.end, mention.basis) == (day, day, "text")


@given(DAYS, st.integers(0, 364))
def test_a_day_without_year_is_the_latest_by_the_publication(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    if (day.month, day.day) == (2, 29) or (published.month, published.day) == (2, 29):
        return
    (mention,) = read_periods(plain_document(f"{day.month}月{day.day}日", "zh", published))
    assert mention.start == day


def test_a_year_that_opens_a_paragraph_holds_for_the_next_one_only() -> None:
    text = "2021年，队里接手此案。\n2月，线索出现。\n6月，他再次作案。"
    found = read_periods(plain_document(text, "zh", date(2023, 3, 1)))
    assert [mention.start for mention in found] == [date(2021, 1, 1), date(2021, 2, 1), date(2022, 6, 1)]


def test_a_year_inside_a_clause_gives_its_year_to_no_other_date() -> None:
    text = "他因2019年的诈骗案获刑，2月5日再次被抓。"
    found = read_periods(plain_document(text, "zh", date(2023, 3, 1)))
    assert [mention.start for mention in found] == [date(2019, 1, 1), date(2023, 2, 5)]


def test_29_february_is_found_in_the_last_leap_year() -> None:
    (mention,) = read_periods(plain_document("2月29日", "zh", date(2023, 5, 1)))
    assert mention.start == date(2020, 2, 29)


def test_damaged_text_is_not_read() -> None:
    document = plain_document("3月5日收网，2021年4月6日宣判")
    damaged = type(document)(
        **{name: getattr(document, name) for name in document.__slots__ if name != "damaged"}, damaged=(Span(7, 12),)
    )
    assert read_periods(damaged) == ()
