"""Bytes → text: which encoding a file is written in, or why it is no text.

A cascade of strict decoders: byte-order mark, UTF-8, then UTF-16 and GB18030 against each other. UTF-8 proves itself
(no other text passes for it by accident). GB18030 and UTF-16 decode almost any bytes, so their result must also *look*
like text: mostly ASCII, CJK punctuation and the Han characters that the two national standards list as frequently used
(level 1 of GB 2312 and of Big5), which among characters drawn at random are fewer than one in three.
"""

import codecs
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

PLAUSIBLE = 0.7  # share of ordinary characters that real text has; random bytes stay below 0.35
MAX_CONTROLS = 0.02  # stray control characters that scraped text may carry

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_GUESSES = ("utf-16-le", "utf-16-be", "gb18030")
_CONTROLS = bytes([*range(1, 9), *range(14, 27), *range(28, 32), 127])
_LEVEL_1 = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6))  # lead bytes of the frequently used characters
_ORDINARY_BLOCKS = ((0x00A0, 0x024F), (0x2010, 0x2049), (0x2460, 0x257F), (0x3000, 0x30FF), (0xFF01, 0xFF5E))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the codec that gave it. `text` is without byte-order mark; `content.decode(encoding)` succeeds."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class NotText:
    """Why bytes are no text: `binary` where they never were any, `undecodable` where no known encoding fits."""

    reason: Literal["binary", "undecodable"]
    detail: str


def decode_bytes(content: bytes) -> Decoded | NotText:
    """The text of a file's bytes, decoded strictly, or the reason why there is none."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _with_mark(content, encoding)
    if b"\0" not in content:
        text = _strict(content, "utf-8")
        if text is not None:
            return _unless_controls(content, Decoded(text, "utf-8"))
    candidates = [(encoding, _strict(content, encoding)) for encoding in _GUESSES]
    scored = [(plausibility(text), encoding, text) for encoding, text in candidates if text and "\0" not in text]
    best = max(scored, default=(0.0, "", ""))
    if best[0] >= PLAUSIBLE:
        return Decoded(best[2].removeprefix("\ufeff"), best[1])
    return _why_not(content)


def plausibility(text: str) -> float:
    """How much a decoded string looks like Chinese or English text: 0 … 1.

    ASCII alone would drown what a wrong decoding does to the rest, so the non-ASCII characters are judged apart and the
    worse share counts.
    """
    counts = Counter(text)
    total = sum(counts.values())
    ascii_good = sum(number for char, number in counts.items() if " " <= char <= "~" or char in "\t\n\r\f")
    wide = {char: number for char, number in counts.items() if char > "\x7f"}
    wide_total = sum(wide.values())
    wide_good = sum(number for char, number in wide.items() if _is_ordinary(char))
    if not total:
        return 0.0
    overall = (ascii_good + wide_good) / total
    return min(overall, wide_good / wide_total) if wide_total else overall


def _with_mark(content: bytes, encoding: str) -> Decoded | NotText:
    text = _strict(content, encoding)
    if text is None:
        return NotText("undecodable", f"has the byte-order mark of {encoding} but is not {encoding}")
    if "\0" in text:
        return NotText("binary", f"NUL characters under a byte-order mark of {encoding}")
    return Decoded(text.removeprefix("\ufeff"), encoding)


def _unless_controls(content: bytes, decoded: Decoded) -> Decoded | NotText:
    controls = len(content) - len(content.translate(None, _CONTROLS))
    if controls > max(2, MAX_CONTROLS * len(content)):
        return NotText("binary", f"{controls} control characters in {len(content)} bytes")
    return decoded


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _why_not(content: bytes) -> NotText:
    if b"\0" in content:
        return NotText("binary", f"NUL byte at offset {content.index(0)} and no UTF-16 text")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"as UTF-8 it breaks at byte {error.start} (0x{content[error.start]:02x})"
        return NotText("undecodable", f"neither UTF-8 nor UTF-16 nor GB18030; {where}")
    raise AssertionError("UTF-8 without NUL was decoded before")


@lru_cache(maxsize=65536)
def _is_ordinary(char: str) -> bool:
    point = ord(char)
    if any(first <= point <= last for first, last in _ORDINARY_BLOCKS):
        return True
    return 0x4E00 <= point <= 0x9FFF and any(_is_level_1(char, *level) for level in _LEVEL_1)


def _is_level_1(char: str, codec: str, first: int, last: int) -> bool:
    try:
        return first <= char.encode(codec)[0] <= last
    except UnicodeEncodeError:
        return False
