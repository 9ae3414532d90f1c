"""The view of Data Docs: Great Expectations' templates for what it says, those of `pages/` for the frame around it.

Imports Great Expectations, so it is imported only where pages are made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from great_expectations.render.view.view import DefaultJinjaPageView
from jinja2 import ChoiceLoader, PackageLoader

_INDEX = "site_index.j2"


class PageView(DefaultJinjaPageView):
    """Pages that need nothing from the network and no script."""

    def __init__(self) -> None:
        """A template of `pages/` takes the place of the one that has its name."""
        super().__init__()
        theirs = self.env.loader
        self.env.loader = ChoiceLoader([PackageLoader("pipelines.validate", "pages"), *([theirs] if theirs else [])])

    def index(self, tables: Sequence[Mapping[str, object]], **shown: Any) -> str:  # noqa: ANN401 - as `render`
        """The first page: a line for each table."""
        return str(self.env.get_template(_INDEX).render(tables=tables, **shown))
