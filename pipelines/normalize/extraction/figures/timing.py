"""The days that a figure covers (codebook §3, §6): a day or a window said before it in its sentence, or for totals one that
governs the paragraph, or with which the article opens.

Finding dates is for the readers.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.rules import load_yaml, word_list
from pipelines.normalize.extraction.mentions import CaseSegment, PeriodMention

REPORTED_WITHIN = timedelta(days=31)  # a report is of a day or a month; of half a year are the things reported
MODIFIER = "的"
TOLD_REACH = 20  # characters from a verb of reporting to its date


class PeriodReader:
    """Tells of each figure of one document which days it covers."""

    def __init__(
        self, document: Document, periods: Sequence[PeriodMention], stories: Sequence[CaseSegment] = ()
    ) -> None:
        """`periods` in text order; `stories` are the stretches that tell cases, whose dates govern no totals."""
        self._text = document.text
        self._periods = sorted(periods, key=lambda p: p.span)
        self._dates_follow = document.language == "en"
        self._reporting = _words("reporting", "en" if self._dates_follow else "zh")
        self._lasting = _words("lasting", "en" if self._dates_follow else "zh")
        opened = (p for p in self._periods if _is_window(p) and not any(s.covers(p.span) for s in stories))
        headed = {block.span.start: block for block in document.blocks}
        self._openings = [p for p in opened if p.span.start in headed]
        titles = [block.span for block in document.blocks if block.kind == "title"]
        self._headlines = [p for p in self._periods if _is_window(p) and any(t.contains(p.span) for t in titles)]

    def dated(self, found: Sequence[Found]) -> list[Found]:
        """The figures with the period that governs the number in any statement of the fact; None where none does."""
        own = [replace(figure, period=self._own(figure)) for figure in found]
        said = [f.period for f in own if f.scope != "case" and f.period is not None and _is_window(f.period)]
        frames = sorted({*said, *self._openings}, key=lambda p: p.span)
        return [f if f.period or f.scope == "case" else replace(f, period=self._told(f, frames)) for f in own]

    def _own(self, found: Found) -> PeriodMention | None:
        if found.scope == "case" and found.metric in _undated():
            return None
        return next((period for period in map(self._said, (found, *found.told_again)) if period), None)

    def _told(self, found: Found, frames: Sequence[PeriodMention]) -> PeriodMention | None:
        """The window of a total that its sentence does not date: its paragraph's, the last one of totals, the headline's."""
        statements = (found, *found.told_again)
        carried = next((period for period in map(self._carried, statements) if period), None)
        before = [frame for frame in frames if frame.span.end <= found.sentence.span.start]
        return carried or next(iter([*before[::-1], *self._headlines]), None)

    def _said(self, found: Found) -> PeriodMention | None:
        clauses = found.sentence.clauses
        before = Span(found.sentence.span.start, found.number.span.start)
        if found.scope == "case" and self._lasting.search(self._text, found.clause.span.start, before.end):
            return None
        governing = [p for p in self._periods if before.contains(p.span) and self._governs(p, found, clauses, before)]
        # Between subject and verb: 97名嫌疑人昨天晚上被押解回国.
        governing += [p for p in self._periods if found.evidence.contains(p.span) and p.span.start > before.end]
        if governing:
            return governing[-1]
        return self._said_after(found) if self._dates_follow else None

    def _governs(self, period: PeriodMention, found: Found, clauses: Sequence[Clause], before: Span) -> bool:
        """Whether the date is no report's, and no mere modifier of another number (6月初的97人增至126人)."""
        if self._is_report(period, clauses, before):
            return False
        modified = self._text.startswith(MODIFIER, period.span.end)
        numbers = (n for clause in clauses for n in clause.numbers if n.span.start >= period.span.end)
        return not modified or next(numbers, found.number).span == found.number.span

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
        if period.end - period.start > REPORTED_WITHIN:
            return False
        ends = [c.span.end for c in clauses if c.span.end > period.span.end]
        end = min(ends[1] if len(ends) > 1 else before.end, before.end)
        return self._reporting.search(self._text, period.span.end, end) is not None


def _is_window(period: PeriodMention) -> bool:
    return period.start != period.end


@cache
def _undated() -> frozenset[str]:
    return frozenset(word_list(load_yaml("timing").get("undated"), "timing.yaml: undated"))


@cache
def _words(key: str, language: str) -> re.Pattern[str]:
    entries = load_yaml("timing").get(key)
    if not isinstance(entries, dict):
        raise ReferenceDataError(f"timing.yaml: {key}: lists of words by language are expected")
    boundary = r"\b" if language == "en" else ""
    words = "|".join(word_list(entries.get(language), f"timing.yaml: {key}.{language}"))
    try:
        return re.compile(f"{boundary}(?:{words}){boundary}", re.IGNORECASE)
    except re.error as error:
        raise ReferenceDataError(f"timing.yaml: {key}.{language}: no regular expression ({error})") from error
