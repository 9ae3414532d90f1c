"""What all tests share: Hypothesis without a stop-watch (machines that run tests are shared), an empty log, a reader.

The only conftest of the project: pytest and mypy both know it by its bare name.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines.eventlog import EventLog
from pipelines.model.capture import CapturedArticle, Declared, MediaType
from pipelines.model.document import Document

settings.register_profile("casebook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("casebook")

ReadText = Callable[..., Document]


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    """An empty event log in a folder of its own."""
    made = EventLog(str(tmp_path / "log"))
    made.create()
    return made


@pytest.fixture(scope="session")
def read_text() -> ReadText:
    """Reads a string as if ingest had captured it."""
    from pipelines.normalize.documents import read_document  # loads dictionaries, which few tests need

    def read(text: str, media_type: MediaType = "text/plain", declared: dict[str, str] | None = None) -> Document:
        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()
        return read_document(
            CapturedArticle("sample.txt", content, digest, digest, "utf-8", media_type, Declared(**(declared or {})))
        )

    return read
