"""What is measured, one module for each question; each yields rows of the table and holds the marks that were promised."""

from collections.abc import Callable, Iterator

from bench.parts import appending, articles, commits, extraction, memory, rebuilding, refreshing
from bench.report import Row
from bench.workshop import Workshop

Part = Callable[[Workshop], Iterator[Row]]

# In this order: what rebuilding has built, refreshing adds to.
PARTS: dict[str, Part] = {
    "append": appending.measure,
    "rebuild": rebuilding.measure,
    "refresh": refreshing.measure,
    "articles": articles.measure,
    "commits": commits.measure,
    "extraction": extraction.measure,
    "memory": memory.measure,
}
# Takes ten times as long as all others.
ONLY_WHEN_ASKED = ("memory",)
