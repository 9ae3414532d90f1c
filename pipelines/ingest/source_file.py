"""A decoded file on its way into articles, and the two things that can come of it: an article or a rejection.

Shapes and their making only; which articles a file holds is decided by the container modules.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.model.capture import CapturedArticle, Declared, MediaType, RejectedArticle, RejectReason
from pipelines.model.ids import content_sha256

_INVISIBLE = re.compile(r"<[^<>]*>|&nbsp;|[\s\ufeff\u200b-\u200f\u2060\u00ad]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that decoded. `name` is its path below the landing folder; `sha256` goes into every article's record."""

    name: str
    content: bytes
    text: str
    encoding: str
    sha256: str

    def whole(self, media_type: MediaType) -> CapturedArticle:
        """The file as one article, bytes unchanged."""
        digest = content_sha256(self.content)
        return CapturedArticle(self.name, self.content, digest, self.sha256, self.encoding, media_type)

    def item(
        self,
        number: int | None,
        text: str,
        media_type: MediaType,
        declared: Declared,
        fields: Mapping[str, str],
        encoding: str = "utf-8",
    ) -> CapturedArticle:
        """An item with the text of its own. `number` counts from 1; None for a container's only article."""
        content = sound(text).encode(encoding)
        return CapturedArticle(
            article=self.item_name(number),
            content=content,
            content_sha256=content_sha256(content),
            container_sha256=self.sha256,
            encoding=encoding,
            media_type=media_type,
            declared=declared,
            fields={sound(key): sound(value) for key, value in fields.items()},
        )

    def section_encoding(self) -> str:
        """The encoding that gives a stretch of the text its bytes back: the file's own, unless it has two spellings
        for some character (GB18030 has)."""
        return self.encoding if self.content.endswith(self.text.encode(self.encoding)) else "utf-8"

    def reject(
        self, reason: RejectReason, detail: str, number: int | None = None, size: int | None = None
    ) -> RejectedArticle:
        """A rejection of the file or of its item. `size` in bytes; the file's own where it is about the file."""
        whole_size = len(self.content) if number is None else None
        return RejectedArticle(
            self.item_name(number), reason, sound(detail), self.sha256, whole_size if size is None else size
        )

    def item_name(self, number: int | None) -> str:
        """`path#n`, or the path alone."""
        return self.name if number is None else f"{self.name}#{number}"


def is_blank(text: str) -> bool:
    """Whether nothing is left of a text to read once tags, spaces and invisible characters are gone."""
    return not _INVISIBLE.sub("", text)


def sound(text: str) -> str:
    """Text that can be written as UTF-8: JSON can spell half characters (`\\ud83d`), which become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)
