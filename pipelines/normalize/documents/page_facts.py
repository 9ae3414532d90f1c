"""What the head of an HTML page says of its article: `<title>`, `<meta>`, `<link>`, `<time>`, JSON-LD.

Only collecting; what a fact is worth beside others is decided in `metadata`.
"""

import html
import re
from dataclasses import dataclass, field
from functools import cache

from pipelines.normalize.documents.lexicons import section
from pipelines.normalize.documents.lines import Facts
from pipelines.normalize.documents.mapped import Mapped

_ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\\]{8,40})"')
_MEANINGS = ("title", "published", "publisher", "site", "author", "url")


@dataclass
class PageFacts:
    """Collects while a page is read; the first statement of each kind counts."""

    found: dict[str, str] = field(default_factory=dict)
    titles: list[Mapped] = field(default_factory=list)

    def title(self, text: Mapped) -> None:
        """The text of `<title>`."""
        self.titles.append(text)

    def script(self, attrs: str, content: str) -> None:
        """A raw element: JSON-LD tells the publication date."""
        if "ld+json" in attrs and (match := _JSON_DATE.search(content)):
            self.found.setdefault("published", match[1])

    def tag(self, name: str, attrs: str) -> None:
        """A `<meta>`, `<link>` or `<time>` tag."""
        values = {key.lower(): html.unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(attrs)}
        if name == "time":
            if values.get("datetime"):
                self.found.setdefault("time", values["datetime"])
            return
        key = (
            values.get("rel")
            if name == "link"
            else values.get("property") or values.get("name") or values.get("itemprop")
        ) or ""
        content = (values.get("href") if name == "link" else values.get("content")) or ""
        meaning = _meaning().get(key.lower().strip())
        if meaning and content.strip():
            self.found.setdefault(meaning, content.strip())

    def facts(self) -> Facts:
        """What was found."""
        return Facts(
            title=self.titles[0] if self.titles else None,
            published=self.found.get("published") or self.found.get("time"),
            publisher=self.found.get("publisher"),
            author=self.found.get("author"),
            site=self.found.get("site"),
            url=self.found.get("url"),
        )


@cache
def _meaning() -> dict[str, str]:
    return {name: meaning for meaning in _MEANINGS for name in section("html", f"meta_{meaning}")}
