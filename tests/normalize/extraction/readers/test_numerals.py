"""Numerals → values, held against cn2an where it reads them too."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalize.extraction.readers.numerals_en import digits_value, words_value
from pipelines.normalize.extraction.readers.numerals_zh import han_value, magnitude, mixed_value

WORDS = {"a": 1, "one": 1, "two": 2, "three": 3, "five": 5, "twelve": 12, "twenty": 20, "thirty": 30}
MAGNITUDES = {"hundred": 100, "thousand": 1000, "million": 10**6}


@given(st.integers(1, 10**13))
def test_han_numerals_agree_with_cn2an(value: int) -> None:
    assert han_value(cn2an.an2cn(value, "low")) == value


@given(st.integers(1, 10**9), st.sampled_from(["万", "亿", "千", "百万"]))
def test_mixed_numerals_agree_with_cn2an(value: int, scale: str) -> None:
    assert mixed_value(f"{value}{scale}") == value * magnitude(scale)


@pytest.mark.parametrize(
    ("text", "value"),
    [("三万一千", 31000), ("两千", 2000), ("一百零五", 105), ("三万五", 35000), ("一万亿", 10**12), ("百", 100), ("千万", 10**7),
     ("两点四亿", 240000000), ("十五", 15)],
)  # fmt: skip
def test_han_value(text: str, value: int) -> None:
    assert han_value(text) == value


@pytest.mark.parametrize("text", ["三四十", "两三百", "二二"])
def test_a_numeral_of_two_choices_has_no_value(text: str) -> None:
    assert han_value(text) is None


def test_mixed_parts_must_fall() -> None:
    assert mixed_value("1亿2000万") == 120000000
    assert mixed_value("2万5000") == 25000
    assert mixed_value("5000.10万") == Decimal("50001000")
    assert mixed_value("1万2亿") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("twenty-five", 25), ("two hundred and five", 205), ("a million", 10**6), ("half a million", 500000),
     ("two million three hundred thousand", 2300000), ("two hundred thousand", 200000)],
)  # fmt: skip
def test_english_words(text: str, value: int) -> None:
    assert words_value(text, WORDS, MAGNITUDES) == value


def test_two_english_digits_make_no_number() -> None:
    assert words_value("two five", WORDS, MAGNITUDES) is None


def test_english_digits() -> None:
    assert digits_value("1,234.5", 1000) == 1234500
