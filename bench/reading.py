"""The job that reads articles on one core: documents, extraction, frames, each by the process's own clock.

trafilatura reads the same pages in the same process: its environment's packages are added behind our own.
"""

import site
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bench.corpus.writing import write_corpus
from bench.measure import Told
from pipelines.ingest import iter_landing
from pipelines.model.capture import CapturedArticle
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction.coder import code_document
from pipelines.normalize.tables import CodedArticle, frames

SEED = 7
ROUNDS = 3  # of which the shortest counts: what the machine does when nobody disturbs it
MAX_BYTES = 10_000_000
CAPTURED_AT = datetime(2026, 1, 1, tzinfo=UTC)

_In = TypeVar("_In")
_Out = TypeVar("_Out")


def read_articles(folder: str, articles: int, raw: Sequence[str], peers: str | None) -> Told:
    """Read a generated corpus, or where `raw` names folders, the articles below those over and over.

    `peers`: where the peers' packages lie. Grammars and dictionaries are loaded before the watch starts.
    """
    captured = _captured(folder, articles, raw)
    documents, documents_seconds = _timed(read_document, captured)
    codings, extraction_seconds = _timed(code_document, documents)
    found = zip(captured, documents, codings, strict=True)
    rows = [
        CodedArticle.of(one.article, one.content_sha256, number, CAPTURED_AT, document, coding)
        for number, (one, document, coding) in enumerate(found)
    ]
    _, frames_seconds = _timed(frames, [rows])
    return {
        "articles": [len(captured)],
        "bytes": [sum(len(one.content) for one in captured)],
        "documents": [documents_seconds],
        "extraction": [extraction_seconds],
        "frames": [frames_seconds],
        **(_beside_trafilatura(captured, peers) if peers else {}),
    }


def _captured(folder: str, articles: int, raw: Sequence[str]) -> list[CapturedArticle]:
    if not raw:
        write_corpus(Path(folder), articles, SEED)
    folders = [Path(one) for one in raw] or [Path(folder) / "raw"]
    found = [
        article
        for one in folders
        for result in iter_landing(one, {}, max_bytes=MAX_BYTES)
        for article in result.captured
        if not article.article.startswith("gold/")
    ]
    return [found[number % len(found)] for number in range(articles)] if found else []


def _beside_trafilatura(captured: Sequence[CapturedArticle], peers: str) -> Told:
    """Its seconds and ours for the pages among the articles."""
    site.addsitedir(peers)
    from trafilatura import extract

    pages = [one for one in captured if one.media_type == "text/html"]
    texts = [page.text for page in pages]
    _, ours = _timed(read_document, pages)
    _, theirs = _timed(extract, texts)
    sizes = [len(page.content) for page in pages]
    return {"pages": [len(pages)], "page_bytes": [sum(sizes)], "our_pages": [ours], "trafilatura": [theirs]}


def _timed(work: Callable[[_In], _Out], given: Sequence[_In]) -> tuple[list[_Out], float]:
    """What the work makes of each, and the processor's time for all of them."""
    done = [work(one) for one in given]
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for one in given:
            work(one)
        rounds.append(time.process_time() - start)
    return done, min(rounds)
