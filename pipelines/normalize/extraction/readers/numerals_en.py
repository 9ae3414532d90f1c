"""English number words and magnitudes as exact decimals: twenty-three, two hundred and five, 1.2 million.

Here: the value of a numeral. Which characters are one, and whether it is a quantity, is `numbers_en`'s business. The words
come from `data/en_numbers.yaml`.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from pipelines.normalize.extraction.readers.numerals_zh import plain

_SPLIT = re.compile(r"[\s-]+")


def digits_value(digits: str, factor: int) -> Decimal:
    """Digits with optional thousands separators, times the factor of their magnitude."""
    return plain(Decimal(digits.replace(",", "")) * factor)


def words_value(text: str, words: Mapping[str, int], magnitudes: Mapping[str, int]) -> Decimal | None:
    """The value of a run of number words; `a` counts one, `half a` halves. None where the run is no well-formed numeral.

    `words` holds one … ninety, `magnitudes` dozen, hundred, thousand and up.
    """
    head, _, tail = text.lower().partition(" ")
    if head == "half":
        whole = words_value(tail.strip(), words, magnitudes)
        return None if whole is None else plain(whole / 2)
    total = group = 0
    last_unit = None  # the word before, if it was below 100
    for word in _SPLIT.split(text.lower()):
        if word == "and":
            continue
        if word in words:
            value = words[word]
            if last_unit is not None and not (last_unit >= 20 and last_unit % 10 == 0 and value < 10):
                return None
            group += value
            last_unit = value
            continue
        scale = magnitudes[word]
        last_unit = None
        if scale <= 100:
            group = (group or 1) * scale
        elif total and scale >= 1000 and group == 0:
            total *= scale
        else:
            total, group = total + (group or 1) * scale, 0
    return Decimal(total + group)
