"""Numbers of cases that break an earlier one down without a verb of their own: 6起 in 湄江街道6起、永兴镇4起.

Weekly reports of frauds do so by place and by scheme. Only counts of cases: of men and money a writer says what became.
"""

import re
from collections.abc import Sequence
from functools import cache

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Document
from pipelines.normalize.extraction.figures.clauses import Clause
from pipelines.normalize.extraction.figures.counted import Counted
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.rules import load_yaml, word_list
from pipelines.normalize.extraction.mentions import NumberMention

WHOLES = ("cases_filed", "cases_solved")
HAPPENED = "cases_filed"
ITEM_END = "、，；。（(;,\n"
REACH = 24  # characters in which an item names what it counts


class BreakdownReader:
    """Reads one document."""

    def __init__(self, document: Document) -> None:
        """English says "of them" and needs none of this."""
        self._text = document.text
        self._patterns = None if document.language == "en" else _patterns()

    def whole(self, number: NumberMention, counted: Counted, clause: Clause, earlier: Sequence[Found]) -> Found | None:
        """The figure of the article that the number is an item of, None where it is none."""
        if self._patterns is None or "case" not in counted.things or not self._is_item(number, clause):
            return None
        wholes = [f for f in earlier if f.metric in WHOLES and not f.is_part and f.number.unit == number.unit]
        here = [f for f in wholes if f.clause is clause or f.sentence.span.contains(number.span)]
        # Kinds and places are told of the crimes that came to pass; of the solved ones only in the sentence that counts them.
        happened = [f for f in wholes if f.metric == HAPPENED]
        last = next(iter(reversed(here or happened or wholes)), None)
        return last if last and last.number.value > number.value else None

    def _is_item(self, number: NumberMention, clause: Clause) -> bool:
        assert self._patterns is not None
        head, copula = self._patterns
        after = self._text[number.span.end : number.span.end + REACH]
        if copula.match(after):
            return True
        closed = not after or after[0] in ITEM_END
        # The item may begin before the clause: 刷单返利占大头，3起.
        before = self._text[max(clause.span.start - REACH, number.span.start - REACH, 0) : number.span.start]
        return closed and head.search(before) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What must stand right before a count, and what may stand right after. ReferenceDataError where the file is broken."""
    data = load_yaml("breakdowns")
    if set(data) != {"heads", "copulas", "fillers"}:
        raise ReferenceDataError("breakdowns.yaml: heads, copulas and fillers are expected")
    heads = "|".join(map(re.escape, word_list(data["heads"]["zh"], "breakdowns.yaml: heads")))
    copulas = "|".join(map(re.escape, word_list(data["copulas"]["zh"], "breakdowns.yaml: copulas")))
    fillers = "|".join(map(re.escape, word_list(data["fillers"]["zh"], "breakdowns.yaml: fillers")))
    return re.compile(rf"(?:{heads})(?:{fillers})?$"), re.compile(rf"(?:{copulas})(?!了|着)")
