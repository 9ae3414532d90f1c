"""What kind of text a file is, by its name and, where the name does not say, by its content.

Only the decision belongs here; reading each kind is the business of `json_container` and `markdown_bulletin`.
"""

import re

from pipelines.ingest.file_types import Kind, file_types
from pipelines.model.capture import MediaType

# JSON that holds items begins with an object or a list of objects; a Chinese text may well begin with "[视频]".
_JSON_START = re.compile(r'\s*(?:\{\s*(?:"|\}\s*\S)|\[\s*(?:\{\s*"|\[\s*\{\s*"|\]\s*$))')
_HTML_START = re.compile(
    r"(?>\s*+<!--(?:[^-]|-(?!->))*+-->)*+\s*+<(?:!doctype\s+html|html|head|body|article|div|p|table|section)\b",
    re.I | re.S,
)
_HTML_TAG = re.compile(
    r"<(?:/?(?:p|div|span|br|table|td|li|ul|ol|h[1-6]|strong|section|article|font|a|img)\b[^<>]*|/\w+\s*)>", re.I
)
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n.*?\n---[ \t]*\r?\n", re.S)
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+\S", re.M)


def kind_of(name: str, text: str) -> Kind:
    """The kind of a decoded file. The suffix decides, except that a `.txt` may hold HTML or JSON."""
    declared = file_types().kind_of(name)
    return declared if declared not in (None, "text") else _kind_by_content(text)


def media_type_of(text: str) -> MediaType:
    """Whether an item's own text is HTML or plain."""
    return "text/html" if _HTML_TAG.search(text) else "text/plain"


def looks_like_json(text: str) -> bool:
    """Whether text begins as a JSON object or list of objects does."""
    return bool(_JSON_START.match(text))


def _kind_by_content(text: str) -> Kind:
    if looks_like_json(text):
        return "json"
    matter = _FRONT_MATTER.match(text)
    body = text[matter.end() :] if matter else text
    if _HTML_START.match(body) or _is_mostly_html(body):
        return "html"
    return "markdown" if len(_MARKDOWN_HEADING.findall(body)) >= (1 if matter else 2) else "text"


def _is_mostly_html(body: str) -> bool:
    """Tags at the rate of paragraphs: a page saved without its head. A stray tag in a text is not that."""
    return len(_HTML_TAG.findall(body)) >= max(4, body.count("\n") // 4)
