"""Sentences and the figures in them, as tables: every *_zh.yaml and *_en.yaml of tests/cases/figures."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from case_tables import read_cases
from conftest import FiguresOf

from pipelines.model.codelists import metrics
from pipelines.model.document import plain_document
from pipelines.normalize.extraction.figures.found import Found

TABLES = Path(__file__).parents[3] / "cases" / "figures"
Language = Literal["zh", "en"]
Figure = tuple[str, Decimal, str, str, str, bool]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
QUALIFIERS = ("at_least", "nearly", "about")


def table(language: Language, part: str) -> list[dict[str, Any]]:
    loaded = (read_cases(path) for path in sorted(TABLES.glob(f"*_{language}.yaml")))
    return [row for rows_by_part in loaded for row in rows_by_part.get(part, ())]


def rows(part: str) -> list[Any]:
    return [pytest.param(lang, row, id=row["text"][:40]) for lang in LANGUAGES for row in table(lang, part)]


def expected(token: str) -> Figure:
    metric, value, *rest = token.split()
    qualifier = next((word for word in rest if word in QUALIFIERS), "exact")
    currency = next((word for word in rest if word.isupper()), "")
    return metric, Decimal(value), currency, qualifier, "daily" if "daily" in rest else "total", "subset" in rest


def read(found: Found) -> Figure:
    number = found.number
    currency = number.unit if number.is_money and number.unit != "CNY" else ""
    return found.metric, number.value, currency or "", number.qualifier, number.basis, found.subset


@pytest.mark.parametrize(("language", "row"), rows("figures"))
def test_sentence_gives_its_figures(language: Language, row: dict[str, Any], figures_of: FiguresOf) -> None:
    found = [read(figure) for figure in figures_of(plain_document(row["text"], language), row.get("home"))]
    assert sorted(found) == sorted(expected(token) for token in row["figures"])


@pytest.mark.parametrize(("language", "row"), rows("no_figures"))
def test_tempting_numbers_give_no_figure(language: Language, row: dict[str, Any], figures_of: FiguresOf) -> None:
    assert [read(figure) for figure in figures_of(plain_document(row["text"], language))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_is_worded_in_both_languages(language: Language) -> None:
    worded = {expected(token)[0] for row in table(language, "figures") for token in row["figures"]}
    assert set(metrics()) - worded == set()
