"""The whole coder on whole documents: the seeds where they are at hand, and its contract everywhere."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.model.capture import CapturedArticle
from pipelines.model.document import plain_document
from pipelines.model.ids import content_sha256
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction.coder import code_document
from pipelines.normalize.extraction.version import CODER, coder_version

SHARED = Path(__file__).parents[4] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt")) if SHARED.is_dir() else []
needs_seeds = pytest.mark.skipif(not SEEDS, reason="the shared seed articles are not beside the repository")
MIN_F1 = 0.95


def capture(path: Path) -> CapturedArticle:
    content = path.read_bytes()
    digest = content_sha256(content)
    return CapturedArticle(path.name, content, digest, digest, "utf-8", "text/plain")


def gold_figures(seed: Path) -> Counter[tuple[str, Decimal]]:
    gold = json.loads((SHARED / "gold" / f"seed-{seed.name[:3]}.json").read_text(encoding="utf-8"))
    return Counter((f["metric"], Decimal(str(f["value"]))) for f in gold["figures"] if not f.get("borderline"))


@needs_seeds
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_seed_figures_agree_with_the_hand_coding(seed: Path) -> None:
    coding = code_document(read_document(capture(seed)))
    mine = Counter((f.metric, f.value) for f in coding.figures)
    gold = gold_figures(seed)
    right = sum((mine & gold).values())
    assert 2 * right / (mine.total() + gold.total()) >= MIN_F1, (mine - gold, gold - mine)


@needs_seeds
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_every_quote_stands_in_the_captured_text(seed: Path) -> None:
    document = read_document(capture(seed))
    coding = code_document(document)
    reports = (coding.figures, coding.cases, coding.regions, coding.campaigns)
    pieces = [report.evidence for group in reports for report in group]
    assert pieces
    for evidence in pieces:
        assert document.captured_text[evidence.span.start : evidence.span.end] == evidence.quote


def test_an_article_out_of_the_domain_gives_no_report() -> None:
    coding = code_document(plain_document("球队以3比1取胜，现场观众42000名。主教练表示满意。"))
    assert (coding.in_scope, coding.cases, coding.figures, coding.regions, coding.campaigns) == (False, (), (), (), ())
    assert coding.scope_reason


def test_the_coding_names_its_coder() -> None:
    coding = code_document(plain_document("当地警方打掉一个电信网络诈骗团伙，抓获犯罪嫌疑人14名。"))
    assert (coding.coder, coding.coder_version, coding.in_scope) == (CODER, coder_version(), True)
    assert [(f.metric, f.value) for f in coding.figures] == [("suspects_arrested", Decimal(14))]


def test_coding_is_deterministic() -> None:
    document = plain_document("当地警方打掉一个电信网络诈骗团伙，抓获犯罪嫌疑人14名，缴获手机30部。")
    assert code_document(document) == code_document(document)


def test_an_empty_document_is_coded() -> None:
    assert not code_document(plain_document("")).figures
