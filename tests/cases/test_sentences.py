"""The sentences of sentences.yaml, written to the codebook without sight of any rule: each gives its figures and no others."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ReadText

from pipelines.normalize.extraction.figures.clauses import read_sentences
from pipelines.normalize.extraction.figures.echoes import echoes
from pipelines.normalize.extraction.figures.lexicon import lexicon
from pipelines.normalize.extraction.figures.repeats import without_repeats
from pipelines.normalize.extraction.figures.spotting import FigureSpotter
from pipelines.normalize.extraction.figures.wholes import with_subsets
from pipelines.normalize.extraction.readers import read_numbers
from pipelines.normalize.extraction.structure.matters import Matters

SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
Figure = tuple[str, Decimal, str, str, bool]


def read(sentence: dict[str, Any], read_text: ReadText) -> list[Figure]:
    document = read_text(sentence["text"])
    words = lexicon(sentence["language"])
    sentences = read_sentences(document, read_numbers(document), words)
    matters = Matters(document)
    spotted = [f for f in FigureSpotter(document, words).spot(sentences) if not matters.is_other(f.evidence)]
    found = with_subsets(without_repeats([*spotted, *echoes(spotted, sentences, words)]), words)
    return [(f.metric, f.number.value.normalize(), f.number.qualifier, f.number.basis, f.subset) for f in found]


def expected(figure: dict[str, Any]) -> Figure:
    value = Decimal(str(figure["value"])).normalize()
    return figure["metric"], value, figure["qualifier"], figure["basis"], figure["subset"]


@pytest.mark.parametrize("sentence", [*SENTENCES["positive"], *SENTENCES["negative"]], ids=lambda row: row["id"])
def test_a_sentence_gives_its_figures(sentence: dict[str, Any], read_text: ReadText) -> None:
    unsure = {expected(figure)[:2] for figure in sentence["figures"] if figure.get("borderline")}
    wanted = [expected(figure) for figure in sentence["figures"] if not figure.get("borderline")]
    assert sorted(f for f in read(sentence, read_text) if f[:2] not in unsure) == sorted(wanted)
