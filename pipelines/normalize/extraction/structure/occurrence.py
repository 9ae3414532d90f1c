"""The day of the incident, where the text plainly tells it: the day on which the victim lost the money.

The day of a report to the police, of an arrest or of a verdict is not it (codebook, section 4). Dates are read by `readers`.
"""

from collections.abc import Sequence
from datetime import date

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import CaseSegment, PeriodMention
from pipelines.normalize.extraction.structure.lexicon import pattern
from pipelines.normalize.extraction.structure.sentences import Sentence, sentences_within


def occurred_on(
    document: Document, segment: CaseSegment, sentences: Sequence[Sentence], periods: Sequence[PeriodMention]
) -> date | None:
    """The first day that stands before a loss in its sentence with no report to the police between; None where none does."""
    days = [p for p in periods if p.precision == "day" and p.start == p.end and not p.since]
    for sentence in sentences_within(segment.spans, sentences):
        for day in days:
            if sentence.contains(day.span) and _dates_a_loss(document.text, day.span, sentence):
                return day.start
    return None


def _dates_a_loss(text: str, day: Span, sentence: Span) -> bool:
    loss = pattern("cues", "loss").search(text, day.end, sentence.end)
    if loss is None or not pattern("cues", "person").search(text, day.end, sentence.end):
        return False
    return pattern("cues", "not_the_day").search(text, day.end, loss.end()) is None
