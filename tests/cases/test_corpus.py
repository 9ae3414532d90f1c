"""The hand coding of the corpus and the samples is well formed: what is expected is checked, not whether the program meets it."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.model import codelists
from pipelines.normalize.gazetteer import gazetteer

CORPUS = Path(__file__).parent / "corpus"
SETS = sorted(path for path in CORPUS.iterdir() if path.is_dir())
QUALIFIERS = {"exact", "at_least", "nearly", "about"}
ROLES = {"jurisdiction", "arrest", "site", "victim", "origin"}
FEWEST = {"open": 200, "blind": 35}
SHARE_OUT = 0.15  # of the articles are out of the domain

Gold = dict[str, Any]


def files() -> list[Path]:
    return [path for folder in SETS for path in sorted((folder / "gold").glob("*.json"))]


@pytest.fixture(params=files(), ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def coded(request: pytest.FixtureRequest) -> tuple[str, list[Gold]]:
    path: Path = request.param
    gold = json.loads(path.read_text(encoding="utf-8"))
    assert gold["id"] == path.stem
    text = (path.parents[1] / "raw" / gold["file"]).read_text(encoding="utf-8")
    return bare(text), gold.get("items") or [gold]


def bare(text: str) -> str:
    return "".join(text.replace("\\n", " ").replace('\\"', '"').split())


@pytest.mark.parametrize("folder", SETS, ids=lambda path: path.name)
def test_every_text_is_coded_and_enough_are_out_of_the_domain(folder: Path) -> None:
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / "gold").glob("*.json")]
    assert {gold["file"] for gold in golds} == {path.name for path in (folder / "raw").iterdir()}
    assert len(golds) >= FEWEST[folder.name]
    items = [item for gold in golds for item in gold.get("items") or [gold]]
    assert sum(not item["in_domain"] for item in items) >= SHARE_OUT * len(items)


def test_quotes_stand_in_the_text(coded: tuple[str, list[Gold]]) -> None:
    text, items = coded
    quotes = [figure["quote"] for item in items for figure in item["figures"]]
    assert [quote for quote in quotes if bare(quote) not in text] == []


def test_figures_follow_the_code_lists(coded: tuple[str, list[Gold]]) -> None:
    for item in coded[1]:
        keys = {case["key"] for case in item["cases"]}
        for figure in item["figures"]:
            assert figure["metric"] in codelists.metrics()
            assert Decimal(str(figure["value"])) > 0
            assert figure["qualifier"] in QUALIFIERS
            assert figure["basis"] in {"total", "daily"}
            assert figure["subset"] in {True, False}
            assert figure["scope"] == ("case" if figure["case"] else "aggregate")
            assert figure["case"] is None or figure["case"] in keys
            if "unit" in figure and figure["unit"] != codelists.metrics()[figure["metric"]].unit:
                assert codelists.metrics()[figure["metric"]].unit == "CNY"
                assert len(figure["unit"]) == 3


def test_periods_are_ordered(coded: tuple[str, list[Gold]]) -> None:
    for figure in (figure for item in coded[1] for figure in item["figures"] if figure["period"]):
        start, end = map(date.fromisoformat, figure["period"])
        assert start <= end


def test_places_are_in_the_gazetteer(coded: tuple[str, list[Gold]]) -> None:
    for item in coded[1]:
        codes = {figure["region"] for figure in item["figures"]} - {None}
        for case in item["cases"]:
            assert set(case["regions"]) == ROLES
            codes |= {code for places in case["regions"].values() for code in places}
        assert all(gazetteer().place(code).adcode == code for code in codes)


def test_a_part_has_its_whole(coded: tuple[str, list[Gold]]) -> None:
    assert [part["quote"] for item in coded[1] for part in wholeless(item["figures"])] == []


def wholeless(figures: list[Gold]) -> Iterator[Gold]:
    """Parts beside which no larger figure of the same metric and case is coded."""
    for part in (figure for figure in figures if figure["subset"]):
        family = [f for f in figures if (f["metric"], f["case"]) == (part["metric"], part["case"]) and not f["subset"]]
        if not any(whole["value"] >= part["value"] for whole in family):
            yield part


def test_cases_follow_the_code_lists(coded: tuple[str, list[Gold]]) -> None:
    for item in coded[1]:
        cases = item["cases"]
        assert len({case["key"] for case in cases}) == len(cases)
        campaigns = {campaign["key"] for campaign in item["campaigns"]}
        assert {entry["campaign"] for entry in [*cases, *item["figures"]]} - {None} <= campaigns
        for case in cases:
            assert case["scheme"] is None or case["scheme"] in codelists.schemes()
            assert case["role"] is None or case["role"] in codelists.chain_roles()


def test_an_article_out_of_the_domain_reports_nothing(coded: tuple[str, list[Gold]]) -> None:
    for item in coded[1]:
        assert item["in_domain"] or not (item["figures"] or item["cases"] or item["campaigns"])
