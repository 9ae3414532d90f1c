"""How alike two texts of one language are, without keeping the texts: sketches of hashed shingles, pairs of characters.

Outlets that copy a release change its heading and cut its end; the beginning of what tells the case stays as it was.
"""

import re
from array import array
from typing import Final
from zlib import crc32

_NOT_WORD = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_SHINGLE = 8  # characters: half a clause in Chinese, a word or two in English
_BEGINNING = 1_200  # characters of the passage that are looked at
_SKETCH = 96  # hashes kept; the standard error of an estimate is below 0.05
_HASHES: Final = "I"  # how `array` calls numbers of four bytes
_BETWEEN_CLAUSES = re.compile(r"[\n,.;:!?()，。；：！？、（）“”]+")
_LONG_CLAUSE = 16  # characters: boilerplate is mostly shorter
_LEAST = 60  # shingles of a passage worth comparing: shorter ones are headings, or boilerplate


def plain(text: str) -> str:
    """Text without punctuation and blanks, in lower case."""
    return _NOT_WORD.sub("", text).lower()


def sketch(passage: str) -> bytes:
    """The smallest hashes of the passage's shingles (a bottom-k sketch); empty where it is too short to say anything.

    Four bytes each, in order: as a set of numbers they would take ten times the room, for each of ten thousand new reports.
    """
    text = plain(passage[:_BEGINNING])
    shingles = {crc32(text[start : start + _SHINGLE].encode()) for start in range(len(text) - _SHINGLE + 1)}
    return array(_HASHES, sorted(shingles)[:_SKETCH]).tobytes() if len(shingles) >= _LEAST else b""


def clauses(passage: str) -> frozenset[str]:
    """The passage's clauses of some length: passages of the same words have one in common, as a rule."""
    parts = (part.strip(" ") for part in _BETWEEN_CLAUSES.split(passage[:_BEGINNING]))
    return frozenset(part for part in parts if len(part) >= _LONG_CLAUSE)


def resemblance(a: bytes, b: bytes) -> float:
    """Estimated share of common shingles among all of two passages, by their sketches; 0 where one is too short."""
    ours, theirs = (set(memoryview(sketch).cast(_HASHES)) for sketch in (a, b))
    common = ours & theirs
    if not common:
        return 0.0
    smallest = sorted(ours | theirs)[:_SKETCH]
    return len(common.intersection(smallest)) / len(smallest)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a heading, without punctuation."""
    bare = plain(text)
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of common `pairs` of two headings (Sørensen–Dice), 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
