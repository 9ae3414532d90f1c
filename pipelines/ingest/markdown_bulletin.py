"""Markdown files → one article, or the items of a day's bulletin."""

from pipelines.ingest.results import FileContents
from pipelines.ingest.source_file import SourceFile


def read_markdown(source: SourceFile) -> FileContents:
    """The articles of a Markdown file."""
    return FileContents((source.whole("text/markdown"),))
