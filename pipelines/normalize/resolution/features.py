"""What a case report is compared by: places, counts, amounts, code name, surnames, campaign, date.

Nothing here depends on the language of the article: surnames are compared by their toneless reading.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pypinyin import lazy_pinyin

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_NOT_WORD = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")


Block = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class ReportFeatures:
    """One case report. `case_id` is the case that it is linked to, None where that is to be found.

    `figures` holds (metric, value) of the case's own figures; `order` sorts reports (log position, then reading order).
    """

    report_id: str
    article: str
    order: tuple[int, int]
    title: str
    jurisdictions: frozenset[str]
    figures: frozenset[tuple[str, Decimal]]
    surnames: frozenset[str]
    code_name: str | None
    campaign_key: str | None
    scheme: str | None
    role: str | None
    published_on: date | None
    case_id: str | None = None

    def blocks(self) -> frozenset[Block]:
        """Keys of which two reports must share one to be compared at all."""
        keys: set[Block] = {("article", self.article)}
        for place in self.jurisdictions:
            # Values as they are and not as text: 21 and 21.0000 are one number.
            keys |= {(place[:4], *figure) for figure in self.figures}
            if self.code_name:
                keys.add((place[:4], plain(self.code_name)))
        return frozenset(keys)


def surnames(suspects: Iterable[str]) -> frozenset[str]:
    """Toneless readings of the suspects' surnames: 李某某 and Li Moumou both give "li"."""
    found = set()
    for name in suspects:
        if _HAN.match(name):
            found.add(lazy_pinyin(name[0])[0])
        elif word := _LATIN_WORD.match(name):
            found.add(word[0].lower())
    return frozenset(found)


def plain(text: str) -> str:
    """Text without punctuation and blanks, in lower case: “3·02” and 3.02 are one code name."""
    return _NOT_WORD.sub("", text).lower()
