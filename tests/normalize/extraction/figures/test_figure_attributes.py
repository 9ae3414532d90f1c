"""Whose a figure is and what it is a part of, in whole articles: the table tests/cases/figure_attributes.yaml."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases
from conftest import ReadText

from pipelines.model.reports import FigureReport
from pipelines.normalize.extraction.coder import code_document

TABLE = Path(__file__).parents[3] / "cases" / "figure_attributes.yaml"
ARTICLES = read_cases(TABLE)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["name"])
def test_scope_region_and_subset(article: dict[str, Any], read_text: ReadText) -> None:
    given = code_document(read_text(article["text"])).figures
    for wanted in article["figures"]:
        told = [f for f in given if (f.metric, f.value) == (wanted["metric"], Decimal(wanted["value"]))]
        assert any(_fits(figure, wanted) for figure in told), (wanted, told)
        assert len(told) == 1 or not wanted.get("once"), told


def _fits(figure: FigureReport, wanted: dict[str, Any]) -> bool:
    has_region = "region" not in wanted or figure.region_adcode == wanted["region"]
    return figure.scope == wanted["scope"] and figure.subset == wanted.get("subset", False) and has_region
