"""What ingest hands on: an article's bytes as they were found, or the reason why there is no article.

An *article* is named by where it was found: the file's path below the landing folder with forward slashes, and for an
item of a container `path#n` (n from 1). Its *version* is the SHA-256 of its content.

`content` is the article's own bytes. For a file that is one article: the file's bytes, unchanged. For an item of a
Markdown day bulletin: the bytes of its section. For an item of a JSON file: its title, a blank line and its body as
UTF-8 (JSON's own escaping is undone, HTML inside is kept); every other scalar field is kept in `fields`.
*Captured text* means `decode(content, encoding)`; all evidence spans count its characters.
"""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MediaType = Literal["text/plain", "text/html", "text/markdown"]

RejectReason = Literal[
    "empty",
    "binary",
    "undecodable",
    "oversized",
    "unreadable",
    "malformed_container",
    "unsupported_type",
    "duplicate_summary",
]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a container says of its item, apart from the text. Verbatim strings; None where it says nothing."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CapturedArticle:
    """One article version as found. `container_sha256` is the hash of the file that held it (a plain file's own)."""

    article: str
    content: bytes
    content_sha256: str
    container_sha256: str
    encoding: str
    media_type: MediaType
    declared: Declared = field(default_factory=Declared)
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The captured text."""
        return decode(self.content, self.encoding)


@dataclass(frozen=True, slots=True)
class RejectedArticle:
    """An input that could not be captured, with the reason as a code and in words. `size_bytes` where it is known."""

    article: str
    reason: RejectReason
    detail: str
    container_sha256: str | None
    size_bytes: int | None


def decode(content: bytes, encoding: str) -> str:
    """The text of captured bytes. A byte-order mark is not part of the text. Strict: capture has proven it decodes."""
    text = codecs.decode(content, encoding)
    return text.removeprefix("\ufeff")
