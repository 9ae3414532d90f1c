"""Terms find what the regular expression of all of them finds, whatever text they stand in."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalize.extraction.literals import required
from pipelines.normalize.extraction.terms import Terms, scan

LISTS: tuple[tuple[str, ...], ...] = (
    ("抓获", "抓", "获"),
    ("(?:抓|逮)捕?[^，。]{0,3}人", "(?<!未)抓获", "人"),
    (r"\d+(?:余|多)?名[^，。]{0,9}(?:老人|人)", r"\d+", "名"),
    ("骗(?!局)", "[诈欺]骗", "局$", "^被骗"),
    (r"\b(?:arrest(?:s|ed)?)\b", r"\b(?:held\s+\d+)\b", "人"),
    (r"人\s+(?:x\s*)?诈骗", r"\b(?:x\s+arrests?)\b", r"\s{2,}抓获"),
    (".*骗", "被.{0,20}骗", "(?:被|遭)+骗"),
    ("[一-鿿]某(?:某)?", "(?:某|李)+"),
    ("(?!)", "被骗"),
)
TERMS = [Terms(terms) for terms in LISTS]
WORDS = (
    "抓获",
    "抓",
    "获",
    "捕",
    "人",
    "名",
    "余",
    "老人",
    "3",
    "12",
    "诈骗",
    "骗局",
    "被",
    "遭",
    "，",
    "。",
    "李",
    "某",
)
LATIN = ("Arrested", "arrests", " ", "held", "held 4", "  ", "ſ", "İ", "٣", "x", "\n")
texts = st.lists(st.sampled_from([*WORDS, *LATIN]), max_size=24).map("".join)


def _plain(terms: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{term})" for term in terms), re.IGNORECASE)


@given(text=texts, cuts=st.tuples(st.integers(0, 40), st.integers(0, 40)), is_scanned=st.booleans())
def test_terms_match_where_their_expression_matches(text: str, cuts: tuple[int, int], is_scanned: bool) -> None:
    if is_scanned:
        scan(text)
    start, end = sorted(cuts)
    for terms, all_terms in zip(LISTS, TERMS, strict=True):
        plain = _plain(terms)
        found = [match.span() for match in all_terms.finditer(text, start, end)]
        assert found == [match.span() for match in plain.finditer(text, start, end)], terms
        first = all_terms.search(text, start, end)
        assert (first and first.span()) == (found[0] if found else None), terms
        at_start, wanted = all_terms.match(text, start, end), plain.match(text, start, end)
        assert (at_start and at_start.span()) == (wanted and wanted.span()), terms
        inside = plain.search(text[start:end]) is not None
        assert all_terms.stand_in(text, start, end) == inside, terms
        assert all_terms.may_stand_in(text, start, end) or not inside, terms


@pytest.mark.parametrize("text", ["taken in custody", "taken in  custody", "taken in\n\n custody", "taken in　custody"])
def test_words_of_a_term_stand_any_blanks_apart(text: str) -> None:
    terms = Terms([r"\b(?:in\s+custody)\b"])
    scan(text)
    assert terms.search(text)


def test_two_texts_are_known_at_a_time() -> None:
    terms = Terms(["抓获"])
    first, second, third = "甲抓获乙", "抓获丙", "丁"
    for text in (first, second, third):
        scan(text)
    spans = [[match.span() for match in terms.finditer(text)] for text in (first, second, third)]
    assert spans == [[(1, 3)], [(0, 2)], []]


def test_terms_that_are_added_after_a_text_was_looked_through_find_in_it() -> None:
    text = "某市公安局抓获三人"
    scan(text)
    found = Terms(["公安局"]).search(text)
    assert found is not None
    assert found.span() == (2, 5)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("抓获", {("抓获", 0, 0)}),
        ("(?:抓|逮)捕?人", {("抓人", 0, 0), ("抓捕人", 0, 0), ("逮人", 0, 0), ("逮捕人", 0, 0)}),
        ("[^，]{0,3}人数", {("人数", 0, 3)}),
        ("(?<=共)抓获.{2}", {("抓获", 0, 0)}),
        (r"Case\s", {("case", 0, 0)}),
        (r"in\s+(?:the\s+)?custody", {("custody", 3, 7)}),
        ("(?:抓获|起诉)+", {("抓获", 0, 0), ("起诉", 0, 0)}),
        (r"\w+", None),
        ("(?:抓获)?", None),
        ("É", None),  # é and É are not folded everywhere alike
    ],
)
def test_words_that_an_expression_requires(expression: str, words: set[tuple[str, int, int]] | None) -> None:
    found = required(expression, re.IGNORECASE)
    assert (found and {(one.word, one.nearest, one.farthest) for one in found}) == words
