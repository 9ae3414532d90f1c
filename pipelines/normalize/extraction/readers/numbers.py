"""The door of the number readers: chooses the reader for each block and keeps what can stand.

Not here: what a number is in a language (`numbers_zh`, `numbers_en`).
"""

import re
from collections.abc import Iterator

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import NumberMention
from pipelines.normalize.extraction.readers.numbers_en import english_candidates
from pipelines.normalize.extraction.readers.numbers_zh import chinese_candidates
from pipelines.normalize.extraction.readers.pairs import settled

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


def read_numbers(document: Document) -> tuple[NumberMention, ...]:
    """The quantities of a document in order of their place, none overlapping another or a damaged stretch."""
    return tuple(mention for block in document.blocks for mention in _block_mentions(document, block.span))


def _block_mentions(document: Document, block: Span) -> Iterator[NumberMention]:
    text = document.text
    read = chinese_candidates if _is_chinese(document, block) else english_candidates
    for candidate in settled(text, read(text, block)):
        mention = candidate.mention()
        if mention is not None and not document.is_damaged(mention.span):
            yield mention


def _is_chinese(document: Document, block: Span) -> bool:
    """By the block's own script: an English article quotes Chinese, a Chinese one English. A few Latin words (names of
    apps) do not make a Chinese block English. A block without letters is in the document's language."""
    text = block.of(document.text)
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if han == latin == 0:
        return document.language != "en"
    return han >= latin
