"""The five seed articles: what the hand-made gold files say of each of them, and that their words come back."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.model.capture import CapturedArticle
from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.documents import read_document

_SHARED = Path(__file__).parents[3].parent / "shared"
_GOLD = sorted((_SHARED / "gold").glob("seed-*.json"))

pytestmark = pytest.mark.skipif(not _GOLD, reason="the shared folder with the seed articles is not here")


def _read(path: Path) -> Document:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return read_document(CapturedArticle(path.name, content, digest, digest, "utf-8", "text/plain"))


def _gold() -> list[Any]:
    loaded = [json.loads(path.read_text("utf-8")) for path in _GOLD]
    return [pytest.param(gold, id=gold["id"]) for gold in loaded]


@pytest.mark.parametrize("gold", _gold())
def test_metadata_is_as_coded_by_hand(gold: dict[str, Any]) -> None:
    document = _read(_SHARED / "seeds" / Path(gold["file"]).name)
    found = {
        "language": document.language,
        "script": document.script,
        "title": document.title,
        "published": None if document.published_on is None else document.published_on.isoformat(),
        "publisher": document.publisher,
    }
    assert found == {key: gold["article"][key] for key in found}


@pytest.mark.parametrize("gold", _gold())
def test_every_quoted_figure_stands_in_the_text(gold: dict[str, Any]) -> None:
    """No word that a figure of the gold rests on may be lost as furniture."""
    document = _read(_SHARED / "seeds" / Path(gold["file"]).name)
    kept = set(document.starts)
    for figure in gold["figures"]:
        at = document.captured_text.find(figure["quote"])
        if at >= 0:
            assert any(position in kept for position in range(at, at + len(figure["quote"]))), figure["quote"]


def test_source_spans_quote_the_captured_text() -> None:
    document = _read(sorted((_SHARED / "seeds").glob("000_*"))[0])
    at = document.text.index("江苏连云港")
    span = document.source_span(Span(at, at + 5))
    assert document.captured_text[span.start] == "江"
    assert document.captured_text[span.end - 1] == "港"
    assert "<a href" in span.of(document.captured_text)
