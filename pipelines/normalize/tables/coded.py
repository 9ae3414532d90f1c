"""One article version with its coding: the row that `frames` builds tables from.

It carries the document's attributes and not its text, so that a worker process hands back little and a run over many
articles does not hold them all in memory.
"""

from dataclasses import dataclass
from datetime import date, datetime

from pipelines.model.document import Document, Language, Script
from pipelines.model.reports import Coding


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedArticle:
    """What one coder read from one article version. Lengths are in characters; `captured_at` has a time zone.

    `coder_error` is set where reading the article failed: a defect of the program, which must not hold up the others.
    `captured_position` is the log position of the `article_captured` event. ValueError for a naive `captured_at`.
    """

    article: str
    version_sha256: str
    captured_position: int
    captured_at: datetime
    title: str | None
    publisher: str | None
    url: str | None
    language: Language
    script: Script
    published_on: date | None
    published_basis: str | None
    text_chars: int
    captured_chars: int
    damaged_chars: int
    coding: Coding
    coder_error: str | None = None

    def __post_init__(self) -> None:
        """Refuse an instant that does not say which it is: the table would take it for UTC."""
        if self.captured_at.utcoffset() is None:
            raise ValueError(f"captured_at of {self.article} has no time zone")

    @classmethod
    def of(
        cls,
        article: str,
        version_sha256: str,
        captured_position: int,
        captured_at: datetime,
        document: Document,
        coding: Coding,
    ) -> "CodedArticle":
        """The row of a document and its coding."""
        return cls(
            article=article,
            version_sha256=version_sha256,
            captured_position=captured_position,
            captured_at=captured_at,
            title=document.title,
            publisher=document.publisher,
            url=document.url,
            language=document.language,
            script=document.script,
            published_on=document.published_on,
            published_basis=document.published_basis,
            text_chars=len(document.text),
            captured_chars=len(document.captured_text),
            damaged_chars=sum(len(span) for span in document.damaged),
            coding=coding,
        )

    @classmethod
    def failed(
        cls,
        article: str,
        version_sha256: str,
        captured_position: int,
        captured_at: datetime,
        coding: Coding,
        error: str,
    ) -> "CodedArticle":
        """The row of an article that could not be read; `coding` is empty and names the coder."""
        return cls(
            article=article,
            version_sha256=version_sha256,
            captured_position=captured_position,
            captured_at=captured_at,
            title=None,
            publisher=None,
            url=None,
            language="other",
            script="other",
            published_on=None,
            published_basis=None,
            text_chars=0,
            captured_chars=0,
            damaged_chars=0,
            coding=coding,
            coder_error=error,
        )
