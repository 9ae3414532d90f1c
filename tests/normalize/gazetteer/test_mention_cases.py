from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from case_tables import read_cases

from pipelines.normalize.gazetteer import gazetteer

CASES = read_cases(Path(__file__).parent / "cases.yaml")
ROWS = [
    pytest.param(language, case, id=f"{language}-{group}-{number}")
    for language, groups in CASES.items()
    for group, cases in groups.items()
    for number, case in enumerate(cases)
]


@pytest.mark.parametrize(("language", "case"), ROWS)
def test_the_places_of_a_text(language: Literal["zh", "en"], case: dict[str, Any]) -> None:
    on: date | None = case.get("date")
    found = gazetteer().mentions(case["text"], language, on=on, home=case.get("home"))
    assert [mention.adcode for mention in found] == case["adcodes"]
    if "surfaces" in case:
        assert [mention.surface for mention in found] == case["surfaces"]


def test_there_are_enough_cases() -> None:
    assert len(ROWS) >= 120
