"""The days that a figure covers (codebook §3, §6): a day or a window said before it in its sentence, or for totals one that
governs the paragraph.

Finding dates is for the readers.
"""

import re
from collections.abc import Sequence
from functools import cache

from pipelines.errors import ReferenceDataError
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.rules import load_yaml, word_list
from pipelines.normalize.extraction.mentions import PeriodMention

TOLD_REACH = 20  # characters from a verb of reporting to its date


class PeriodReader:
    """Tells of each figure of one document which days it covers."""

    def __init__(self, text: str, language: str, periods: Sequence[PeriodMention]) -> None:
        """`text` is the document's; `periods` in text order."""
        self._text = text
        self._periods = sorted(periods, key=lambda p: p.span)
        self._dates_follow = language == "en"
        self._reporting = _reporting("en" if language == "en" else "zh")

    def period(self, found: Found) -> PeriodMention | None:
        """The period that governs the number in any statement of the fact; None where none does."""
        statements = (found, *found.told_again)
        own = next((period for period in map(self._said, statements) if period), None)
        if own or found.scope == "case":
            return own
        return next((period for period in map(self._carried, statements) if period), None)

    def _said(self, found: Found) -> PeriodMention | None:
        clauses = found.sentence.clauses
        before = Span(found.sentence.span.start, found.number.span.start)
        governing = [p for p in self._periods if before.contains(p.span) and not self._is_report(p, clauses, before)]
        # Between subject and verb: 97名嫌疑人昨天晚上被押解回国.
        governing += [p for p in self._periods if found.evidence.contains(p.span) and p.span.start > before.end]
        if governing:
            return governing[-1]
        return self._said_after(found) if self._dates_follow else None

    def _said_after(self, found: Found) -> PeriodMention | None:
        """English dates stand behind what they date: arrested 27 suspects on Jan. 9."""
        sentence = found.sentence
        after = (p for p in self._periods if sentence.span.contains(p.span) and p.span.start >= found.number.span.end)
        return next((p for p in after if not self._is_told(p)), None)

    def _is_told(self, period: PeriodMention) -> bool:
        """Whether a verb of reporting stands right before the date (said on Nov. 21)."""
        start = max(0, period.span.start - TOLD_REACH)
        return self._dates_follow and self._reporting.search(self._text, start, period.span.start) is not None

    def _carried(self, found: Found) -> PeriodMention | None:
        """A window (not a day) that stands earlier in the paragraph governs the run of totals after it."""
        sentence = found.sentence
        earlier = [
            p
            for p in self._periods
            if sentence.block.span.contains(p.span) and p.span.end <= sentence.span.start and p.start != p.end
        ]
        return earlier[-1] if earlier else None

    def _is_report(self, period: PeriodMention, clauses: Sequence[Clause], before: Span) -> bool:
        """Whether the date's own clause, or the one that it opens, tells of a report."""
        if self._is_told(period):
            return True
        ends = [c.span.end for c in clauses if c.span.end > period.span.end]
        end = min(ends[1] if len(ends) > 1 else before.end, before.end)
        return self._reporting.search(self._text, period.span.end, end) is not None


@cache
def _reporting(language: str) -> re.Pattern[str]:
    entries = load_yaml("timing").get("reporting")
    if not isinstance(entries, dict):
        raise ReferenceDataError("timing.yaml: reporting: lists of words by language are expected")
    boundary = r"\b" if language == "en" else ""
    words = "|".join(map(re.escape, word_list(entries.get(language), f"timing.yaml: reporting.{language}")))
    return re.compile(f"{boundary}(?:{words}){boundary}", re.IGNORECASE)
