"""From a captured article to its document: front matter, markup, boilerplate, script, damage, language, metadata.

One door, `read_document`. Every step keeps the offset map (`mapped`); word lists are data (`lexicon/`). What is read from a
document (figures, cases, regions) is the business of `pipelines.normalize.extraction`.
"""

from pipelines.normalize.documents.reading import read_document

__all__ = ["read_document"]
