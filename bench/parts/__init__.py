"""What is measured, one module for each question; each yields rows of the table and holds the marks that were promised."""

from collections.abc import Callable, Iterator

from bench.parts import appending, articles, commits, extraction, growth, memory, pipeline, rebuilding, refreshing
from bench.report import Line
from bench.workshop import Workshop

Part = Callable[[Workshop], Iterator[Line]]

# In this order: what rebuilding has built, refreshing adds to.
PARTS: dict[str, Part] = {
    "append": appending.measure,
    "rebuild": rebuilding.measure,
    "refresh": refreshing.measure,
    "articles": articles.measure,
    "commits": commits.measure,
    "extraction": extraction.measure,
    "pipeline": pipeline.measure,
    "growth": growth.measure,
    "memory": memory.measure,
}
# What each is called on the page.
TITLES = {
    "append": "Appending",
    "rebuild": "Rebuilding",
    "refresh": "A refresh of a thousand events: the load alone",
    "articles": "Single articles: the load alone",
    "commits": "Small commits, one after the other",
    "extraction": "Reading articles: one core, by stage, beside trafilatura",
    "pipeline": "The whole pipeline, from files to the published warehouse",
    "growth": "Growth: the cost of a refresh against what is new and against history",
    "memory": "Memory of a very large rebuild",
}
# Takes ten times as long as all others.
ONLY_WHEN_ASKED = ("memory",)
