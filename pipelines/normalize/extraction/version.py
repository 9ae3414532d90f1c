"""Which rules read an article: a version that changes whenever anything does that readings rest on.

A number that somebody has to remember to raise says nothing about the lexicon that was edited this morning.
"""

from functools import cache

from pipelines.source_digest import source_digest

CODER = "casebook-rules"
# What decides a reading: how bytes become a document, rules, places, code lists.
_ROOMS = (
    "pipelines.normalize.documents",
    "pipelines.normalize.extraction",
    "pipelines.normalize.gazetteer",
    "pipelines.model.codelists",
)


@cache
def coder_version() -> str:
    """The digest of every module and data file of the rooms that read."""
    return source_digest(_ROOMS)
