"""The days that a figure covers (codebook §3, §6): a window said with the number, or for totals one that governs the paragraph.

Finding dates is for the readers.
"""

from collections.abc import Sequence

from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.mentions import PeriodMention


def period_of(found: Found, periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that governs the number; None where none does."""
    if found.scope == "case":
        return _said_with(found, [p for p in periods if found.clause.span.contains(p.span)])
    own = _said_with(found, [p for p in periods if found.sentence.span.contains(p.span)])
    return own or _carried(found, periods)


def _said_with(found: Found, periods: Sequence[PeriodMention]) -> PeriodMention | None:
    before = [p for p in periods if p.span.end <= found.number.span.start]
    return before[-1] if before else None


def _carried(found: Found, periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """A window (not a day) that stands earlier in the paragraph governs the run of totals after it."""
    earlier = [
        p
        for p in periods
        if found.sentence.block.span.contains(p.span) and p.span.end <= found.sentence.span.start and p.start != p.end
    ]
    return earlier[-1] if earlier else None
