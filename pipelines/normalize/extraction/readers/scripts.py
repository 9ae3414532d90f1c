"""Which language's reader a block is for.

Not here: the language of a document, which `documents` has found.
"""

import re

from pipelines.model.document import Document
from pipelines.model.span import Span

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def is_chinese(document: Document, block: Span) -> bool:
    """By the block's own script: English articles quote Chinese, Chinese ones English.

    A few Latin words (names of apps) do not make a Chinese block English. A block without letters is in the document's
    language.
    """
    text = block.of(document.text)
    if text.isascii():
        return document.language != "en" and _LATIN_WORD.search(text) is None
    if 2 * len(text.encode("ascii", "ignore")) < len(text):
        return True  # mostly wide characters: no need to count
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if han == latin == 0:
        return document.language != "en"
    return han >= latin
