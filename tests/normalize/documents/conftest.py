"""How tests of documents make a captured article from a string."""

import hashlib
from collections.abc import Callable

import pytest

from pipelines.model.capture import CapturedArticle, Declared, MediaType
from pipelines.model.document import Document
from pipelines.normalize.documents import read_document

ReadText = Callable[..., Document]


@pytest.fixture(scope="session")
def read_text() -> ReadText:
    """Reads a string as if ingest had captured it."""

    def read(text: str, media_type: MediaType = "text/plain", declared: dict[str, str] | None = None) -> Document:
        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()
        return read_document(
            CapturedArticle("sample.txt", content, digest, digest, "utf-8", media_type, Declared(**(declared or {})))
        )

    return read
