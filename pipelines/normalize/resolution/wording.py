"""How alike two texts of one language are, without keeping the texts: sketches of hashed shingles, pairs of characters.

Outlets that copy a release change its heading and cut its end; the beginning of what tells the case stays as it was.
"""

from zlib import crc32

from pipelines.normalize.resolution.features import plain

_SHINGLE = 8  # characters: half a clause in Chinese, a word or two in English
_BEGINNING = 1_200  # characters of the passage that are looked at
_SKETCH = 96  # hashes kept; the standard error of an estimate is below 0.05
_LEAST = 60  # shingles of a passage worth comparing: shorter ones are headings, or boilerplate


def sketch(passage: str) -> frozenset[int]:
    """The smallest hashes of the passage's shingles (a bottom-k sketch); empty where it is too short to say anything."""
    text = plain(passage[:_BEGINNING])
    shingles = {crc32(text[start : start + _SHINGLE].encode()) for start in range(len(text) - _SHINGLE + 1)}
    return frozenset(sorted(shingles)[:_SKETCH]) if len(shingles) >= _LEAST else frozenset()


def resemblance(a: frozenset[int], b: frozenset[int]) -> float:
    """Estimated share of common shingles among all of two passages; 0 where one is too short."""
    if not a or not b:
        return 0.0
    smallest = frozenset(sorted(a | b)[:_SKETCH])
    return len(smallest & a & b) / len(smallest)


def likeness(a: str, b: str) -> float:
    """Common pairs of neighbouring characters of two headings (Sørensen–Dice), 0 to 1."""
    first, second = _pairs(plain(a)), _pairs(plain(b))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
