"""The days that a figure covers (codebook §3, §6): a day or a window said before it in its sentence, or for totals the window
that the paragraph or the totals before it are told of.

Finding dates is for the readers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pipelines.errors import ReferenceDataError
from pipelines.model.codelists import metrics
from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.rules import load_yaml, word_list
from pipelines.normalize.extraction.mentions import CaseSegment, PeriodMention
from pipelines.normalize.extraction.structure import places as geo

TOLD_REACH = 20  # characters from a verb of reporting to its date
MONTH_DAYS = 31
EXACTNESS = ("day", "week", "month", "quarter", "half_year", "year")
INCIDENTS = frozenset({"loss_amount", "victims"})  # a date of these is of one incident, no frame for totals


@record()
class _Words:
    """timing.yaml for one language."""

    reporting: re.Pattern[str]
    breaking: re.Pattern[str]
    undated: re.Pattern[str]
    states: frozenset[str]


@record()
class _Frame:
    """A window that was told for totals from a place of the text on; `region` None where no number stood there."""

    start: int
    period: PeriodMention
    region: str | None


class PeriodReader:
    """Tells of each figure of one document which days it covers."""

    def __init__(
        self, document: Document, periods: Sequence[PeriodMention], stories: Sequence[CaseSegment] = ()
    ) -> None:
        """`stories` are the stretches that tell cases: their dates govern no totals."""
        self._text = document.text
        self._periods = sorted(periods, key=lambda p: p.span)
        self._dates_follow = document.language == "en"
        self._words = _words("en" if self._dates_follow else "zh")
        self._windows = [
            p for p in self._periods if not _is_brief(p) and not any(story.covers(p.span) for story in stories)
        ]
        self._openings = [
            _Frame(block.span.start if block.kind == "title" else p.span.start, p, None)
            for block in document.blocks
            for p in self._windows
            if block.span.contains(p.span) and (block.kind == "title" or p.span.start == block.span.start)
        ]

    def dated(self, found: Sequence[Found]) -> list[Found]:
        """The figures with their periods; a total without one goes on in the window of the total before it."""
        own = [replace(figure, period=period) if (period := self._own(figure)) else figure for figure in found]
        frames = [_Frame(f.sentence.span.start, f.period, f.region) for f in own if f.period and _frames(f)]
        taken = {f.period for f in own}  # a window with numbers of its own is framed by them
        frames += [frame for frame in self._openings if frame.period not in taken]
        frames.sort(key=lambda frame: frame.start)
        return [f if f.period or f.scope == "case" else replace(f, period=self._told(f, frames)) for f in own]

    def _own(self, found: Found) -> PeriodMention | None:
        """The most exact period that governs the number in any statement of the fact."""
        said = [period for period in map(self._said, (found, *found.told_again)) if period]
        return min(said, key=lambda period: EXACTNESS.index(period.precision), default=None)

    def _said(self, found: Found) -> PeriodMention | None:
        before = Span(found.sentence.span.start, found.number.span.start)
        # Between subject and verb: 97名嫌疑人昨天晚上被押解回国.
        between = [p for p in self._periods if found.evidence.contains(p.span) and p.span.start > before.end]
        if between:
            return between[-1]
        governing = [p for p in self._periods if before.contains(p.span) and not self._is_report(p, found, before)]
        if governing:
            return None if self._is_apart(governing[-1], found) else governing[-1]
        return self._said_after(found) if self._dates_follow else None

    def _said_after(self, found: Found) -> PeriodMention | None:
        """English dates stand behind what they date: arrested 27 suspects on Jan. 9."""
        sentence = found.sentence
        after = (p for p in self._periods if sentence.span.contains(p.span) and p.span.start >= found.number.span.end)
        return next((p for p in after if not self._is_told(p)), None)

    def _is_told(self, period: PeriodMention) -> bool:
        """Whether a verb of reporting stands right before the date (said on Nov. 21)."""
        start = max(0, period.span.start - TOLD_REACH)
        return self._dates_follow and self._words.reporting.search(self._text, start, period.span.start) is not None

    def _is_report(self, period: PeriodMention, found: Found, before: Span) -> bool:
        """Whether the date's own clause, or the one that it opens, tells of a report. What was reported in a window is counted
        by it: 今年1至6月接到报警312起.
        """
        if self._is_told(period):
            return True
        if not _is_brief(period):
            return False
        ends = [c.span.end for c in found.sentence.clauses if c.span.end > period.span.end]
        end = min(ends[1] if len(ends) > 1 else before.end, before.end)
        return self._words.reporting.search(self._text, period.span.end, end) is not None

    def _is_apart(self, period: PeriodMention, found: Found) -> bool:
        """Whether the day or month is another event's: the number tells how things stand now (目前已有…), what an inquiry
        showed (经查，涉及…), or is set against that day's (6月初的97人).
        """
        between = self._text[period.span.end : found.number.span.start]
        if not _is_brief(period):
            return False
        if self._words.breaking.search(between) or _OF_A_NUMBER.match(self._text, period.span.end):
            return True
        return found.metric in self._words.states and self._clauses_between(period, found) > 0

    def _clauses_between(self, period: PeriodMention, found: Found) -> int:
        """How many ends of clauses stand between; one right behind the date opens the clause that it dates."""
        ends = [c.span.end for c in found.sentence.clauses if period.span.end < c.span.end <= found.number.span.start]
        opens = bool(ends) and not self._text[period.span.end : ends[0]].strip("，, 、")
        return len(ends) - opens

    def _carried(self, found: Found) -> PeriodMention | None:
        """A window that stands earlier in the paragraph governs the run of totals after it; a month may be of one incident."""
        sentence = found.sentence
        earlier = [
            p for p in self._windows if sentence.block.span.contains(p.span) and p.span.end <= sentence.span.start
        ]
        return earlier[-1] if earlier else None

    def _told(self, found: Found, frames: Sequence[_Frame]) -> PeriodMention | None:
        """The window of a total that its sentence does not date: its paragraph's, else the one that was told last, of totals of
        the same place or one around or inside it, or at the head of a paragraph.
        """
        if self._has_unknown_start(found):
            return None
        before = (
            f for f in reversed(frames) if f.start < found.sentence.span.start and _is_near(f.region, found.region)
        )
        return self._carried(found) or next((frame.period for frame in before), None)

    def _has_unknown_start(self, found: Found) -> bool:
        """Whether the sentence counts from a start that nothing dates (行动以来)."""
        before = self._text[found.sentence.span.start : found.number.span.start]
        return self._words.undated.search(before) is not None


_OF_A_NUMBER = re.compile(r"的\s*\d")


def _is_brief(period: PeriodMention) -> bool:
    """Whether it is a day or a month, on which something happened, rather than a window over which was counted."""
    return not period.since and period.precision in ("day", "month") and (period.end - period.start).days < MONTH_DAYS


def _is_near(here: str | None, there: str | None) -> bool:
    return here is None or there is None or geo.contains(here, there) or geo.contains(there, here)


def _frames(figure: Found) -> bool:
    """Whether the totals that follow go on in a total's period: it is a window, and no incident's. A month may be of one deed,
    unless the sentence sums up.
    """
    period = figure.period
    if figure.scope == "case" or period is None or period.start == period.end or figure.metric in INCIDENTS:
        return False
    return figure.is_summary or figure.is_total or not _is_brief(period)


@cache
def _words(language: str) -> _Words:
    data = load_yaml("timing")
    if set(data) != {"reporting", "breaking", "undated", "states"}:
        raise ReferenceDataError(f"timing.yaml: parts missing or unknown: {sorted(data)}")
    states = frozenset(word_list(data["states"], "timing.yaml: states"))
    if states - set(metrics()):
        raise ReferenceDataError(f"timing.yaml: no metrics: {sorted(states - set(metrics()))}")
    reporting, breaking, undated = (_pattern(data, part, language) for part in ("reporting", "breaking", "undated"))
    return _Words(reporting, breaking, undated, states)


def _pattern(data: Mapping[str, Any], part: str, language: str) -> re.Pattern[str]:
    entries = data[part]
    if not isinstance(entries, dict):
        raise ReferenceDataError(f"timing.yaml: {part}: lists of expressions by language are expected")
    boundary = r"\b" if language == "en" else ""
    words = "|".join(word_list(entries.get(language), f"timing.yaml: {part}.{language}"))
    try:
        return re.compile(f"{boundary}(?:{words}){boundary}", re.IGNORECASE)
    except re.error as error:
        raise ReferenceDataError(f"timing.yaml: {part}.{language}: {error}") from error
