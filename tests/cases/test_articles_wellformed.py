"""The blind articles and sentences are well formed: the expectation is checked, not whether the program meets it."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from as_gold import ARTICLES, CASE_ROLES, Article, article_paths, load_article, write_corpus

from pipelines.model import codelists
from pipelines.normalize.gazetteer import gazetteer

QUALIFIERS = {"exact", "at_least", "nearly", "about"}
CURRENCY = re.compile(r"[A-Z]{3}")
FILE_NAME = re.compile(r"\d{3}-[a-z0-9-]+")
ARTICLE_KEYS = ["title", "language", "script", "published", "publisher", "text", "expected"]
FIGURE_KEYS = {
    *("metric", "value", "qualifier", "scope", "case", "region"),
    *("period", "campaign", "subset", "basis", "quote"),
}
OPTIONAL = {"unit", "borderline"}

SENTENCES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8")
)
ALL_SENTENCES = [*SENTENCES["positive"], *SENTENCES["negative"]]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def figures(article: Article) -> list[dict[str, Any]]:
    coded: list[dict[str, Any]] = article["expected"]["figures"]
    return coded


def check_number(figure: dict[str, Any]) -> None:
    assert figure["metric"] in codelists.metrics()
    assert Decimal(str(figure["value"])) > 0
    assert figure["qualifier"] in QUALIFIERS
    assert figure["basis"] in {"total", "daily"}
    assert figure["subset"] in {True, False}


def check_subsets(coded: list[dict[str, Any]]) -> Iterator[str]:
    """Parts whose whole is not coded beside them, in the same scope and of the same case."""
    for part in (figure for figure in coded if figure["subset"]):
        wholes = [
            figure
            for figure in coded
            if figure["metric"] == part["metric"] and figure.get("case") == part.get("case") and not figure["subset"]
        ]
        if not any(whole["value"] >= part["value"] for whole in wholes):
            yield f"{part['metric']} {part['value']}"


@pytest.fixture(params=article_paths(), ids=lambda path: path.stem)
def article(request: pytest.FixtureRequest) -> Article:
    return load_article(request.param)


def test_there_are_enough_articles_and_a_quarter_are_out_of_the_domain() -> None:
    scopes = Counter(load_article(path)["expected"]["in_scope"] for path in article_paths())
    assert scopes.total() >= 60
    assert scopes[False] >= 15
    assert all(path.suffix == ".yaml" and FILE_NAME.fullmatch(path.stem) for path in ARTICLES.iterdir())
    numbers = [path.stem[:3] for path in article_paths()]
    assert len(set(numbers)) == len(numbers)


def test_an_article_is_described(article: Article) -> None:
    assert list(article) == ARTICLE_KEYS
    assert article["language"] in {"zh", "en"}
    assert article["script"] in ({"Latn"} if article["language"] == "en" else {"Hans", "Hant"})
    assert article["text"].lstrip("# \n").startswith(article["title"])
    if article["published"] is not None:
        date.fromisoformat(article["published"])


def test_quotes_occur_in_the_text(article: Article) -> None:
    text = bare(article["text"])
    assert [figure["quote"] for figure in figures(article) if bare(figure["quote"]) not in text] == []


def test_figures_follow_the_code_lists(article: Article) -> None:
    keys = {case["key"] for case in article["expected"]["cases"]}
    for figure in figures(article):
        assert set(figure) - OPTIONAL == FIGURE_KEYS
        check_number(figure)
        assert figure["scope"] == ("case" if figure["case"] else "aggregate")
        assert figure["case"] is None or figure["case"] in keys
        if "unit" in figure:
            assert CURRENCY.fullmatch(figure["unit"])
            assert codelists.metrics()[figure["metric"]].unit == "CNY"


def test_periods_are_ordered_days_before_the_article(article: Article) -> None:
    for figure in figures(article):
        if figure["period"] is not None:
            start, end = map(date.fromisoformat, figure["period"])
            assert start <= end
            assert article["published"] is None or end <= date.fromisoformat(article["published"])


def test_regions_are_in_the_gazetteer(article: Article) -> None:
    codes = {figure["region"] for figure in figures(article)} - {None}
    for case in article["expected"]["cases"]:
        codes |= {code for role in CASE_ROLES for code in case[role]}
    for code in codes:
        assert gazetteer().place(code).adcode == code


def test_a_subset_has_its_whole(article: Article) -> None:
    assert list(check_subsets(figures(article))) == []


def test_cases_follow_the_code_lists(article: Article) -> None:
    cases = article["expected"]["cases"]
    assert len({case["key"] for case in cases}) == len(cases)
    for case in cases:
        assert set(case) - {"same_as"} == {"key", "title", *CASE_ROLES, "scheme", "role", "campaign"}
        assert case["title"]
        assert case["jurisdiction"]
        assert case["scheme"] is None or case["scheme"] in codelists.schemes()
        assert case["role"] in codelists.chain_roles()


def test_a_case_told_twice_has_one_jurisdiction() -> None:
    told: dict[str, list[list[str]]] = {}
    for path in article_paths():
        for case in load_article(path)["expected"]["cases"]:
            if "same_as" in case:
                told.setdefault(case["same_as"], []).append(case["jurisdiction"])
    assert told
    assert all(len(reports) == 2 and reports[0] == reports[1] for reports in told.values())


def test_campaigns_that_are_used_are_listed(article: Article) -> None:
    expected = article["expected"]
    listed = {campaign["key"] for campaign in expected["campaigns"]}
    used = {entry["campaign"] for entry in [*expected["cases"], *expected["figures"]]}
    assert used - {None} <= listed
    assert all(campaign["name"] for campaign in expected["campaigns"])


def test_an_article_out_of_the_domain_reports_nothing(article: Article) -> None:
    expected = article["expected"]
    assert bool(expected["figures"] or expected["cases"]) == expected["in_scope"]
    assert expected["in_scope"] or not expected["campaigns"]


@pytest.mark.parametrize("sentence", ALL_SENTENCES, ids=lambda sentence: sentence["id"])
def test_a_sentence_follows_the_code_lists(sentence: dict[str, Any]) -> None:
    assert set(sentence) == {"id", "language", "script", "text", "figures"}
    for figure in sentence["figures"]:
        check_number(figure)
        unit = codelists.metrics()[figure["metric"]].unit
        assert figure["unit"] == unit or (unit == "CNY" and CURRENCY.fullmatch(figure["unit"]))
    assert list(check_subsets(sentence["figures"])) == []


def test_every_metric_has_five_wordings_in_two_languages() -> None:
    wordings: dict[str, list[str]] = {}
    for sentence in SENTENCES["positive"]:
        for metric in {figure["metric"] for figure in sentence["figures"] if not figure.get("borderline")}:
            wordings.setdefault(metric, []).append(sentence["language"])
    assert set(wordings) == set(codelists.metrics())
    assert {metric for metric, languages in wordings.items() if len(languages) < 5 or len(set(languages)) < 2} == set()


def test_sentences_are_many_and_differ() -> None:
    assert len(SENTENCES["positive"]) >= 250
    assert len(SENTENCES["negative"]) >= 60
    assert all(sentence["figures"] for sentence in SENTENCES["positive"])
    assert not any(sentence["figures"] for sentence in SENTENCES["negative"])
    for field in ("id", "text"):
        values = [sentence[field] for sentence in ALL_SENTENCES]
        assert len(set(values)) == len(values)


def test_the_corpus_has_a_text_and_a_coding_for_each_article(tmp_path: Path) -> None:
    count = write_corpus(tmp_path)
    coded = sorted((tmp_path / "gold").glob("*.json"))
    assert len(coded) == count == len(article_paths())
    for path in coded:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = bare((tmp_path / "raw" / gold["file"]).read_text(encoding="utf-8"))
        assert all(bare(figure["quote"]) in text for figure in gold["figures"])
        assert all(set(case["regions"]) == set(CASE_ROLES) for case in gold["cases"])
