"""Numbers of the generated corpus say what they mean: the project's own number reader reads them back."""

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus.numbers import count_en, count_zh
from bench.corpus.streams import stream
from bench.corpus.truth import Count
from pipelines.model.document import plain_document
from pipelines.model.reports import Qualifier
from pipelines.normalize.extraction.readers import read_numbers

# As the world makes them: rounded numbers have a qualifier and end in noughts, others are exact.
EXACT = st.builds(Count, st.just("phones_seized"), st.integers(2, 99_999))
ROUND = st.builds(
    Count,
    st.just("phones_seized"),
    st.builds(lambda digits, noughts: digits * 10**noughts, st.integers(1, 99), st.integers(1, 7)),
    st.sampled_from([qualifier for qualifier in get_args(Qualifier) if qualifier != "exact"]),
)


def read(text: str, language: str) -> set[tuple[Decimal, str]]:
    document = plain_document(text, language=language)  # type: ignore[arg-type]
    return {(number.value, number.qualifier) for number in read_numbers(document)}


@settings(max_examples=300, deadline=None)
@given(count=EXACT | ROUND, words=st.integers(0, 10**6), measure=st.sampled_from(["部", "元"]))
def test_chinese_numbers_are_read_back(count: Count, words: int, measure: str) -> None:
    text = f"警方查扣{count_zh(count, measure, stream(words))}。"
    assert (Decimal(count.value), count.qualifier) in read(text, "zh"), text


@settings(max_examples=300, deadline=None)
@given(count=EXACT | ROUND, words=st.integers(0, 10**6), is_money=st.booleans())
def test_english_numbers_are_read_back(count: Count, words: int, is_money: bool) -> None:
    text = f"Police seized {count_en(count, stream(words), is_money=is_money)} in the raid."
    assert (Decimal(count.value), count.qualifier) in read(text, "en"), text


@pytest.mark.parametrize(
    ("value", "possible"), [(2, {"2名", "两名"}), (7, {"7名", "七名"}), (10, {"10名", "十名"}), (11, {"11名"})]
)
def test_small_numbers_may_be_words(value: int, possible: set[str]) -> None:
    assert {count_zh(Count("victims", value), "名", stream(n)) for n in range(60)} == possible


def test_tens_may_be_words() -> None:
    written = {count_zh(Count("victims", 20, "at_least"), "名", stream(n)) for n in range(60)}
    assert {"20余名", "二十余名", "二十多名", "超20名"} <= written
    assert all({(Decimal(20), "at_least")} <= read(f"抓获{text}。", "zh") for text in written)
