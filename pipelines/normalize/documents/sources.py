"""Everything outside an article's lines that speaks of it: the container, the file's header, the page's head.

What it is worth beside the lines is decided in `opening` (the headline) and `metadata` (the rest).
"""

from dataclasses import dataclass

from pipelines.model.capture import Declared
from pipelines.normalize.documents.lines import Facts
from pipelines.normalize.documents.mapped import mapped
from pipelines.normalize.documents.publishers import site_name
from pipelines.normalize.documents.script import plain_writing, simplified, writing_of


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything outside the article's lines that speaks of it."""

    declared: Declared
    header: Facts
    page: Facts

    def declared_headline(self) -> str | None:
        """The container's headline, in the one way of writing."""
        return _written(self.declared.title)

    def declared_publisher(self) -> str | None:
        """The container's publisher, in the one way of writing."""
        return _written(self.declared.publisher)

    def names(self) -> frozenset[str]:
        """Names of sites and outlets that the sources give."""
        stated = (self.header.publisher, self.header.author, self.header.site, self.page.publisher, self.page.site)
        found = [name for value in stated for name in (value, site_name(value)) if name]
        declared = self.declared_publisher()
        return frozenset([*found, *([declared] if declared else [])])


def _written(value: str | None) -> str | None:
    if not value or not value.strip():
        return None
    text = plain_writing(mapped(value.strip()))
    return simplified(text, writing_of(text.chars)).chars
