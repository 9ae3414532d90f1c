"""The hand-coded facts of the sample bulletins are well formed and speak of the files as they stand in raw/.

Whether the program finds these facts is measured elsewhere; here the expectation itself is checked, so that an edited
sample or a mistyped code is noticed at once.
"""

import codecs
import html
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases

from pipelines.model import codelists

ROOT = Path(__file__).parents[2]
RAW = ROOT / "raw"
SAMPLES = Path(__file__).parent / "samples"
GOLD = sorted(SAMPLES.glob("*.json"))
REJECTED: list[dict[str, Any]] = read_cases(SAMPLES / "rejected.yaml")

ADCODE = re.compile(r"[1-9]\d{5}|[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
TAG = re.compile(r"<[^>]*>")
GLOSS = re.compile(r"\([a-zü\u0300-\u036fāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
ROLES = {"jurisdiction", "arrest", "site", "victim", "origin"}
FIGURE_KEYS = {
    *("metric", "value", "qualifier", "scope", "case", "region"),
    *("period", "campaign", "subset", "basis", "quote"),
}


def load(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def items(gold: dict[str, Any]) -> list[dict[str, Any]]:
    return gold.get("items") or [gold]


def decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def json_lines(text: str) -> Iterator[object]:
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue  # the broken line is part of the sample


def bare(text: str) -> str:
    """The text without tags, entities, glosses and white space: what a quote is looked for in."""
    return re.sub(r"\s+", "", GLOSS.sub("", TAG.sub("", html.unescape(text))))


def readable(path: Path) -> str:
    text = decode(path.read_bytes())
    if path.suffix == ".json":
        text = "\n".join(strings(json.loads(text)))
    elif path.suffix == ".jsonl":
        text = "\n".join(strings(list(json_lines(text))))
    return bare(text)


@pytest.fixture(params=GOLD, ids=lambda path: path.stem)
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    return load(request.param)


def test_every_raw_file_is_expected_exactly_once() -> None:
    coded = [load(path)["file"] for path in GOLD]
    wholly_rejected = [entry["file"] for entry in REJECTED if "line" not in entry]
    present = sorted(path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file())
    assert sorted(coded + wholly_rejected) == present


def test_file_names_are_unique_without_their_folders() -> None:
    names = [path.name for path in RAW.rglob("*") if path.is_file()]
    assert len(set(names)) == len(names), "the score tool tells articles apart by file name"


def test_quotes_stand_in_the_file(gold: dict[str, Any]) -> None:
    text = readable(RAW / gold["file"])
    quotes = [figure["quote"] for item in items(gold) for figure in item["figures"]]
    assert [quote for quote in quotes if bare(quote) not in text] == []


def test_figures_follow_the_code_lists(gold: dict[str, Any]) -> None:
    for item in items(gold):
        cases = {case["key"] for case in item["cases"]}
        for figure in item["figures"]:
            assert set(figure) - {"unit", "note"} == FIGURE_KEYS
            assert figure["metric"] in codelists.metrics()
            assert Decimal(str(figure["value"])) > 0
            assert figure["qualifier"] in {"exact", "at_least", "nearly", "about"}
            assert figure["basis"] in {"total", "daily"}
            assert figure["scope"] == ("case" if figure["case"] else "aggregate")
            assert figure["case"] is None or figure["case"] in cases
            assert figure["region"] is None or ADCODE.fullmatch(figure["region"])


def test_money_in_another_currency_names_it(gold: dict[str, Any]) -> None:
    for item in items(gold):
        for figure in item["figures"]:
            if "unit" in figure:
                assert CURRENCY.fullmatch(figure["unit"])
                assert codelists.metrics()[figure["metric"]].unit == "CNY"


def test_periods_are_ordered_days(gold: dict[str, Any]) -> None:
    for item in items(gold):
        for figure in item["figures"]:
            if figure["period"] is not None:
                start, end = map(date.fromisoformat, figure["period"])
                assert start <= end


def test_a_subset_has_its_whole(gold: dict[str, Any]) -> None:
    for item in items(gold):
        for part in (figure for figure in item["figures"] if figure["subset"]):
            wholes = [f for f in item["figures"] if f["metric"] == part["metric"] and not f["subset"]]
            assert any(whole["value"] >= part["value"] for whole in wholes), part["quote"]


def test_cases_follow_the_code_lists(gold: dict[str, Any]) -> None:
    for item in items(gold):
        keys = [case["key"] for case in item["cases"]]
        assert len(set(keys)) == len(keys)
        for case in item["cases"]:
            assert case["title"]
            assert case["scheme"] is None or case["scheme"] in codelists.schemes()
            assert case["role"] is None or case["role"] in codelists.chain_roles()
            assert set(case["regions"]) == ROLES
            assert all(ADCODE.fullmatch(code) for codes in case["regions"].values() for code in codes)
            assert case["regions"]["jurisdiction"]


def test_campaigns_that_are_used_are_listed(gold: dict[str, Any]) -> None:
    for item in items(gold):
        listed = {campaign["key"] for campaign in item["campaigns"]}
        used = {entry["campaign"] for entry in [*item["cases"], *item["figures"]]}
        assert used - {None} <= listed


def test_an_article_out_of_the_domain_reports_nothing(gold: dict[str, Any]) -> None:
    for item in items(gold):
        reported = bool(item["figures"] or item["cases"] or item["campaigns"])
        assert reported == item["in_domain"]


def test_a_case_told_twice_is_told_alike() -> None:
    told: dict[str, set[str]] = {}
    for path in GOLD:
        for item in items(load(path)):
            for case in item["cases"]:
                if case["same_as"]:
                    told.setdefault(case["same_as"], set()).update(case["regions"]["jurisdiction"])
    assert len(told) == 12
    assert all(len(jurisdictions) == 1 for jurisdictions in told.values())


def test_samples_that_must_be_refused_are_broken() -> None:
    for entry in REJECTED:
        text = decode((RAW / entry["file"]).read_bytes())
        if entry["reason"] == "empty":
            assert text == ""
            continue
        broken = text.splitlines()[entry["line"] - 1] if "line" in entry else text
        with pytest.raises(json.JSONDecodeError):
            json.loads(broken)
