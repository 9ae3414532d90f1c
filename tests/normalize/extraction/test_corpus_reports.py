"""What holds for every report of every article at hand: its words stand in the captured text, and nothing depends on order.

The real articles beside the repository are read where they are there.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.ingest import iter_landing
from pipelines.model.capture import CapturedArticle
from pipelines.model.reports import Coding
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction.coder import code_document

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "tests" / "cases" / "corpus"
FOLDERS = [ROOT / "raw", CORPUS / "open" / "raw", CORPUS / "blind" / "raw"]
SHARED = [ROOT.parent / "shared" / name for name in ("seeds", "real")]
BACKWARDS = """
import json, sys
from pathlib import Path
from tests.normalize.extraction.test_corpus_reports import articles, code
found = sorted(articles(Path(sys.argv[1])), key=lambda a: a.article, reverse=True)
print(json.dumps(sorted(f"{a.article} {code(a)!r}" for a in found)))
"""


def articles(folder: Path) -> Iterator[CapturedArticle]:
    for result in iter_landing(folder, {}, max_bytes=10_000_000):
        yield from result.captured


def code(article: CapturedArticle) -> Coding:
    return code_document(read_document(article))


@pytest.mark.parametrize("folder", [*FOLDERS, *SHARED], ids=lambda path: "/".join(path.parts[-2:]))
def test_every_quote_stands_in_the_captured_text_and_names_its_rule(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the shared articles are not beside the repository")
    found = 0
    for article in articles(folder):
        coding = code(article)
        reports = (coding.figures, coding.cases, coding.regions, coding.campaigns)
        for evidence in (report.evidence for group in reports for report in group):
            assert article.text[evidence.span.start : evidence.span.end] == evidence.quote
            assert evidence.quote.strip()
            assert evidence.rule
            found += 1
    assert found > 20


def test_the_same_reports_in_any_order_and_under_any_hash_seed() -> None:
    found = sorted(articles(CORPUS / "open" / "raw"), key=lambda article: article.article)
    elsewhere = subprocess.run(
        [sys.executable, "-c", BACKWARDS, str(CORPUS / "open" / "raw")],
        env={**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert sorted(f"{article.article} {code(article)!r}" for article in found) == json.loads(elsewhere) != []
