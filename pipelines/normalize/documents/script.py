"""Step 5: one way of writing. Pinyin glosses go, full-width digits and Latin letters become ASCII, Traditional characters
Simplified. Chinese punctuation stays. Also tells which script the original was in."""

import re
import unicodedata
from functools import cache
from typing import Literal

import opencc
from pypinyin.constants import PINYIN_DICT

from pipelines.model.document import Language, Script
from pipelines.normalize.documents.mapped import Edit, Mapped

Writing = Literal["simplified", "traditional", "mixed"]
"""`simplified`: no character would change; `mixed`: some would, but most are Simplified."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]+")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％．＋－～＠／]")
_WIDE_DIGIT_MARK = re.compile(r"(?<=[0-9０-９])[．](?=[0-9０-９])")
_TO_ASCII = {
    code: code - 0xFEE0 for span in ("０９", "ＡＺ", "ａｚ", "％％") for code in range(ord(span[0]), ord(span[1]) + 1)
}
_GLOSS = re.compile("(?<=[\u3400-\u9fff])[(（]([a-zà-öø-üā-ǜńňǹḿ]{1,6})[)）]")
_SAMPLE = 1200


def plain_writing(text: Mapped) -> Mapped:
    """A text without glosses and invisible characters, full-width digits and letters as ASCII. The script stays as it is."""
    text = text.edit([(match.start(), match.end(), "") for match in _INVISIBLE.finditer(text.chars)])
    return narrowed(without_glosses(text))


def without_glosses(text: Mapped) -> Mapped:
    """Drops a bracket that holds a reading of the one character before it, `報(bào)`; any other bracket stays."""
    edits: list[Edit] = [
        (match.start(), match.end(), "")
        for match in _GLOSS.finditer(text.chars)
        if _toneless(match[1]) in _readings(text.chars[match.start() - 1])
    ]
    return text.edit(edits)


def narrowed(text: Mapped) -> Mapped:
    """Full-width digits, Latin letters, % and a decimal point between digits as ASCII."""
    if not _WIDE.search(text.chars):
        return text
    return text.exchange(_WIDE_DIGIT_MARK.sub(".", text.chars).translate(_TO_ASCII))


def writing_of(text: str) -> Writing:
    """How a text is written as a whole: by whether more of its characters are Traditional only than Simplified only."""
    converted = _convert("t2s", text)
    if converted == text:
        return "simplified"
    sample = text[:_SAMPLE]
    traditional, simple = _differing(sample, converted[:_SAMPLE]), _differing(sample, _convert("s2t", sample))
    return "traditional" if traditional > simple else "mixed"


def simplified(text: Mapped, whole: Writing) -> Mapped:
    """Simplified characters. In a mixed text a line is converted only if it is Traditional itself: 乾县 must not become 干县."""
    if whole == "simplified" or (whole == "mixed" and writing_of(text.chars) != "traditional"):
        return text
    return text.exchange(_convert("t2s", text.chars))


def original_script(whole: Writing, language: Language) -> Script:
    """The script that the original was written in."""
    if language == "zh":
        return "Hant" if whole == "traditional" else "Hans"
    return "Latn" if language == "en" else "other"


def _convert(direction: str, text: str) -> str:
    """OpenCC, held to one character for one: a result of another length is made again character by character."""
    converter = _converter(direction)
    converted: str = converter.convert(text)
    if len(converted) == len(text):
        return converted
    single = (converter.convert(char) for char in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, single, strict=True))


def _differing(one: str, other: str) -> int:
    return sum(map(str.__ne__, one, other))


@cache
def _converter(direction: str) -> opencc.OpenCC:
    return opencc.OpenCC(direction)


@cache
def _readings(char: str) -> frozenset[str]:
    return frozenset(_toneless(reading) for reading in PINYIN_DICT.get(ord(char), "").split(",") if reading)


def _toneless(reading: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", reading) if not unicodedata.combining(char))
