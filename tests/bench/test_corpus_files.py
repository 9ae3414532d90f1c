"""A small generated corpus goes through ingest, reading and coding: everything arrives, and not everything is understood."""

import json
from pathlib import Path

import pytest

from bench.corpus.__main__ import main
from bench.corpus.article import article
from bench.corpus.truth import Article
from bench.corpus.writing import corpus_files, write_corpus
from pipelines.ingest import iter_landing
from pipelines.model.capture import CapturedArticle
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction.coder import code_document
from tools.accuracy.corpus import Reading, file_name, read_gold
from tools.accuracy.scoring import Score, score

SEED, ARTICLES = 5, 150


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("corpus")
    write_corpus(path, ARTICLES, SEED)
    return path


@pytest.fixture(scope="module")
def captured(folder: Path) -> list[CapturedArticle]:
    results = list(iter_landing(folder / "raw", {}, max_bytes=1_000_000))
    assert [rejection for result in results for rejection in result.rejected] == []
    return [one for result in results for one in result.captured]


@pytest.fixture(scope="module")
def truths() -> dict[str, list[Article]]:
    return {file_name(file.name): list(file.articles) for file in corpus_files(ARTICLES, SEED)}


def test_every_article_is_captured_as_it_was_meant(
    captured: list[CapturedArticle], truths: dict[str, list[Article]]
) -> None:
    found: dict[str, list[str]] = {}
    for one in captured:
        found.setdefault(file_name(one.article), []).append(one.text.strip())
    assert found == {name: [one.captured.strip() for one in told] for name, told in truths.items()}
    assert sum(map(len, found.values())) == ARTICLES


def test_evidence_of_the_truth_stands_in_what_is_captured(
    captured: list[CapturedArticle], truths: dict[str, list[Article]]
) -> None:
    texts: dict[str, list[str]] = {}
    for one in captured:
        texts.setdefault(file_name(one.article), []).append(one.text)
    for name, told in truths.items():
        for text, truth in zip(texts[name], told, strict=True):
            assert [f.quote for f in truth.figures if f.span.of(text) != f.quote] == []


def test_encodings_vary(captured: list[CapturedArticle]) -> None:
    assert {"utf-8", "gb18030"} <= {one.encoding for one in captured}
    assert any(one.encoding.startswith("utf-16") for one in captured)


def test_documents_are_read_as_what_they_are(captured: list[CapturedArticle], truths: dict[str, list[Article]]) -> None:
    """Language, script and day mostly: where they were all right or all wrong, the corpus would measure nothing."""
    met: dict[str, int] = {}
    right = 0
    for one in captured:
        name = file_name(one.article)
        truth = truths[name][met.get(name, 0)]
        met[name] = met.get(name, 0) + 1
        document = read_document(one)
        assert document.language == truth.language
        right += (document.script, document.published_on) == (truth.script, truth.published_on)
    assert right > 0.9 * ARTICLES


@pytest.fixture(scope="module")
def scored(folder: Path, captured: list[CapturedArticle]) -> Score:
    readings: dict[str, Reading] = {}
    for one in captured:
        name = file_name(one.article)
        coding = code_document(read_document(one))
        readings[name] = Reading(name, (*readings.get(name, Reading(name)).codings, coding))
    return score(read_gold(folder / "gold"), readings)


def test_extraction_is_neither_perfect_nor_ruined(scored: Score) -> None:
    assert scored.figures.wanted > 500
    assert 0.75 < scored.figures.f1 < 0.995
    assert scored.cases.f1 > 0.75
    assert scored.campaigns.f1 > 0.75


def test_nothing_is_read_from_what_is_out_of_the_domain(scored: Score) -> None:
    assert scored.out_of_domain_figures == 0


def test_the_gold_is_that_of_the_score_tool(folder: Path) -> None:
    raw = {path.name for path in (folder / "raw").rglob("*") if path.is_file()}
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / "gold").glob("*.json")]
    assert {gold["file"] for gold in golds} == raw
    items = [item for gold in golds for item in gold.get("items", [gold])]
    assert len(items) == ARTICLES
    cases = [case for item in items for case in item["cases"]]
    assert all(case["same_as"] for case in cases)
    assert len({case["same_as"] for case in cases}) < len(cases)


def test_the_command_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(tmp_path), "--articles", "12", "--seed", "3"])
    assert "12 articles in 12 files" in capsys.readouterr().err
    texts = sorted(path.read_bytes() for path in (tmp_path / "raw").rglob("*.*"))
    written = (article(3, index) for index in range(12))
    assert texts == sorted(one.article.captured.encode(one.page.encoding) for one in written)


@pytest.mark.parametrize("odd", [["--articles", "0"], ["--articles", "-3"], ["--articles", "many"], []])
def test_what_makes_no_corpus_is_refused_in_a_line(
    odd: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor are articles written into a folder that has some."""
    target = folder if not odd else folder / "new"
    with pytest.raises(SystemExit) as refusal:
        main([str(target), *odd])
    assert refusal.value.code == 2
    assert "is no " in capsys.readouterr().err.splitlines()[-1]
    assert not (folder / "new").exists()
