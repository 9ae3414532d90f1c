"""Text → quantities: the case tables, and what must hold for any text."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.model.document import Language, plain_document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import NumberMention
from pipelines.normalize.extraction.readers import read_numbers

DATA = Path(__file__).parents[3] / "cases" / "readers"


def _cases(language: Language) -> list[Any]:
    entries = read_cases(DATA / f"numbers_{language}.yaml")
    return [pytest.param(language, entry["text"], entry["numbers"], id=entry["text"]) for entry in entries]


def _row(mention: NumberMention, text: str) -> tuple[str, Decimal, str | None, str, str]:
    return mention.span.of(text), mention.value, mention.unit, mention.qualifier, mention.basis


def _expected(line: str) -> tuple[str, Decimal, str | None, str, str]:
    quote, value, unit, *rest = (part.strip() for part in line.split("|"))
    qualifier, basis = (*rest, *("exact", "total")[len(rest) :])
    return quote, Decimal(value), None if unit == "null" else unit, qualifier, basis


@pytest.mark.parametrize(("language", "text", "numbers"), [*_cases("zh"), *_cases("en")])
def test_case(language: Language, text: str, numbers: list[str]) -> None:
    found = [_row(mention, text) for mention in read_numbers(plain_document(text, language))]
    assert found == [_expected(line) for line in numbers]


PIECES = read_cases(DATA / "fragments.yaml")["numbers"].split()
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=14)


@given(FRAGMENTS, st.sampled_from(["zh", "en"]), st.sampled_from(["", " "]))
def test_mentions_lie_in_order_inside_the_text(parts: list[str], language: Language, joint: str) -> None:
    text = joint.join(parts)
    mentions = read_numbers(plain_document(text, language))
    for mention in mentions:
        assert mention.span.contains(mention.number)
        assert mention.span.end <= len(text)
        assert mention.value >= 0
        assert mention.number.of(text).strip() == mention.number.of(text)
    for first, second in pairwise(mentions):
        assert first.span.end <= second.span.start


@given(st.text(max_size=60), st.sampled_from(["zh", "en"]))
def test_any_text_is_read_without_error(text: str, language: Language) -> None:
    read_numbers(plain_document(text, language))


QUALIFIED = st.sampled_from(["", "超过", "近", "约", "至少"])


@given(st.integers(2, 10**10 - 1), QUALIFIED, st.sampled_from(["名", "起", "元", "张"]))
@example(4_000_000_000, "近", "名")
def test_formatted_numbers_come_back(value: int, qualifier: str, unit: str) -> None:
    for digits in (str(value), f"{value:,}", _in_ten_thousands(value)):
        text = f"共计{qualifier}{digits}{unit}。"
        (mention,) = read_numbers(plain_document(text))
        assert mention.value == value
        assert mention.span.of(text) == f"{qualifier}{digits}{unit}"


def _in_ten_thousands(value: int) -> str:
    return f"{Decimal(value) / 10000}万" if value >= 10000 else str(value)


@given(st.integers(2, 10**11))
def test_formatted_english_numbers_come_back(value: int) -> None:
    text = f"They lost {value:,} yuan in all."
    (mention,) = read_numbers(plain_document(text, "en"))
    assert mention.value == value
    assert mention.unit == "CNY"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_quote_reads_as_its_mention(language: Language) -> None:
    """But for 一, whose place decides, what an outer word governs, and a bare 2000, which alone is a year."""
    for case in _cases(language):
        text = case.values[1]
        for mention in read_numbers(plain_document(text, language)):
            quote = mention.span.of(text)
            if mention.value in (1, 2000):
                continue
            (again,) = read_numbers(plain_document(quote, language))
            assert (again.value, again.unit, again.qualifier) == (mention.value, mention.unit, mention.qualifier)


def test_damaged_text_is_not_read() -> None:
    document = plain_document("抓获31人，追回20万元")
    damaged = type(document)(
        **{name: getattr(document, name) for name in document.__slots__ if name != "damaged"}, damaged=(Span(0, 4),)
    )
    assert [mention.value for mention in read_numbers(damaged)] == [200000]
