"""The sentences of sentences.yaml, written to the codebook without sight of any rule: well formed, and each gives its figures."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases
from conftest import FiguresOf, ReadText

from pipelines.model import codelists
from pipelines.normalize.extraction.figures.found import Found

SENTENCES = read_cases(Path(__file__).parent / "sentences.yaml")
ALL = [*SENTENCES["positive"], *SENTENCES["negative"]]
Figure = tuple[str, Decimal, str, str, bool]


def read(found: Found) -> Figure:
    return found.metric, found.number.value.normalize(), found.number.qualifier, found.number.basis, found.subset


def expected(figure: dict[str, Any]) -> Figure:
    value = Decimal(str(figure["value"])).normalize()
    return figure["metric"], value, figure["qualifier"], figure["basis"], figure["subset"]


# A part that is told before its whole and under another verb (4人此前被追逃，连同其他成员共15人落网).
NOT_YET = {"several_at_once-12"}
READ = [
    pytest.param(row, id=row["id"], marks=[pytest.mark.xfail(strict=True)] if row["id"] in NOT_YET else [])
    for row in ALL
]


@pytest.mark.parametrize("sentence", READ)
def test_a_sentence_gives_its_figures(sentence: dict[str, Any], read_text: ReadText, figures_of: FiguresOf) -> None:
    unsure = {expected(figure)[:2] for figure in sentence["figures"] if figure.get("borderline")}
    wanted = [expected(figure) for figure in sentence["figures"] if not figure.get("borderline")]
    found = [read(figure) for figure in figures_of(read_text(sentence["text"]))]
    assert sorted(figure for figure in found if figure[:2] not in unsure) == sorted(wanted)


@pytest.mark.parametrize("sentence", ALL, ids=lambda row: row["id"])
def test_a_sentence_follows_the_code_lists(sentence: dict[str, Any]) -> None:
    assert set(sentence) == {"id", "language", "script", "text", "figures"}
    for figure in sentence["figures"]:
        assert Decimal(str(figure["value"])) > 0
        unit = codelists.metrics()[figure["metric"]].unit
        assert figure["unit"] == unit or (unit == "CNY" and len(figure["unit"]) == 3)


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
    assert len({sentence["text"] for sentence in ALL}) == len(ALL)
