"""The door of the number readers: chooses the reader for each block and keeps what can stand.

Not here: what a number is in a language (`numbers_zh`, `numbers_en`).
"""

from collections.abc import Iterator

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import NumberMention
from pipelines.normalize.extraction.readers.numbers_en import english_candidates
from pipelines.normalize.extraction.readers.numbers_zh import chinese_candidates
from pipelines.normalize.extraction.readers.pairs import settled
from pipelines.normalize.extraction.readers.scripts import is_chinese


def read_numbers(document: Document) -> tuple[NumberMention, ...]:
    """The quantities of a document in order of their place, none overlapping another or a damaged stretch."""
    return tuple(mention for block in document.blocks for mention in _block_mentions(document, block.span))


def _block_mentions(document: Document, block: Span) -> Iterator[NumberMention]:
    text = document.text
    read = chinese_candidates if is_chinese(document, block) else english_candidates
    for candidate in settled(text, read(text, block)):
        mention = candidate.mention()
        if mention is not None and not document.is_damaged(mention.span):
            yield mention
