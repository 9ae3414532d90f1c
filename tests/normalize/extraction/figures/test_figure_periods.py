"""The days that figures cover, over whole short articles (tests/cases/figure_periods.yaml)."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases

from pipelines.model.document import Block, plain_document
from pipelines.normalize.extraction.coder import code_document

CASES = read_cases(Path(__file__).parents[3] / "cases" / "figure_periods.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_figures_cover_their_days(case: dict[str, Any]) -> None:
    plain = plain_document(case["text"].strip(), "zh", case["published"])
    headline, *rest = plain.blocks
    document = plain_document(plain.text, "zh", case["published"], [Block("title", headline.span), *rest])
    found = {f.value: [f.period_start, f.period_end] for f in code_document(document).figures}
    wanted = {Decimal(value): days or [None, None] for value, days in case["periods"].items()}
    assert {value: found.get(value) for value in wanted} == wanted
