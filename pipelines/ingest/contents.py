"""One file's bytes → its articles. Pure: no disk, no clock; every sequence of bytes has an answer.

The order of questions: is it of a type that is read, is it text, is there anything in it, what kind, how many articles.
"""

import re
from collections.abc import Mapping

from pipelines.ingest.encoding import NotText, decode_bytes
from pipelines.ingest.file_types import file_types
from pipelines.ingest.json_container import read_json
from pipelines.ingest.markdown_bulletin import read_markdown
from pipelines.ingest.results import FileContents
from pipelines.ingest.sniffing import kind_of
from pipelines.ingest.source_file import SourceFile
from pipelines.model.capture import RejectedArticle, RejectReason
from pipelines.model.ids import content_sha256

_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]")


def read_file(
    path_below: str, content: bytes, mapping: Mapping[str, object] | None = None, sha256: str | None = None
) -> FileContents:
    """The articles of a file named `path_below` (below the landing folder, forward slashes) with the bytes `content`.

    `mapping` is the raw value of a mapping file beside it, used for JSON only. `sha256` is recorded as the container's
    hash; the content's own where it is not given.
    """
    digest = sha256 or content_sha256(content)
    refused = _refusal(path_below, content, digest)
    if refused is not None:
        return FileContents(rejected=(refused,))
    decoded = decode_bytes(content)
    if isinstance(decoded, NotText):
        return _only(path_below, content, digest, decoded.reason, decoded.detail)
    if not _VISIBLE.search(decoded.text):
        return _only(path_below, content, digest, "empty", "only blanks")
    return _read_text(SourceFile(path_below, content, decoded.text, decoded.encoding, digest), mapping)


def _read_text(source: SourceFile, mapping: Mapping[str, object] | None) -> FileContents:
    match kind_of(source.name, source.text):
        case "json":
            return read_json(source, mapping, lines=False)
        case "json_lines":
            return read_json(source, mapping, lines=True)
        case "markdown":
            return read_markdown(source)
        case "html":
            return FileContents((source.whole("text/html"),))
        case "text":
            return FileContents((source.whole("text/plain"),))


def _refusal(name: str, content: bytes, digest: str) -> RejectedArticle | None:
    """Why a file is not looked into at all: nothing in it, or of a type that is known and not read."""
    size = len(content)
    if not content:
        return RejectedArticle(name, "empty", "no bytes", digest, size)
    if words := file_types().refusal_of(name):
        return RejectedArticle(name, "unsupported_type", f"{words}, by the name's suffix", digest, size)
    if words := file_types().signature_of(content):
        return RejectedArticle(name, "binary", f"{words}, by its first bytes", digest, size)
    return None


def _only(name: str, content: bytes, digest: str, reason: RejectReason, detail: str) -> FileContents:
    return FileContents(rejected=(RejectedArticle(name, reason, detail, digest, len(content)),))
