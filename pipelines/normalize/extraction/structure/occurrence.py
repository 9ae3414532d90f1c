"""The day of the incident, where the text plainly tells it: the day on which the victim lost the money or was first reached.

The day of a report to the police, of an arrest or of a verdict is not it (codebook, section 4). Dates are read by `readers`.
"""

from collections.abc import Sequence
from datetime import date

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import CaseSegment, PeriodMention
from pipelines.normalize.extraction.structure import cues
from pipelines.normalize.extraction.structure.lexicon import pattern
from pipelines.normalize.extraction.structure.people import victims_introduced
from pipelines.normalize.extraction.structure.sentences import Sentence, sentences_within


def occurred_on(
    document: Document, segment: CaseSegment, sentences: Sequence[Sentence], periods: Sequence[PeriodMention]
) -> date | None:
    """The first day that dates a loss in its sentence, else the first on which a victim who then lost money was reached."""
    days = [p for p in periods if p.precision == "day" and p.start == p.end and not p.since]
    within = list(sentences_within(segment.spans, sentences))
    dated = [(day, sentence) for sentence in within for day in days if sentence.contains(day.span)]
    lost = (day.start for day, sentence in dated if _dates(document.text, day.span, sentence, "loss"))
    reached = (
        day.start
        for day, sentence in dated
        if _dates(document.text, day.span, sentence, "reached") and _ends_in_a_loss(document.text, sentence, within)
    )
    return next(lost, None) or next(reached, None)


def _dates(text: str, day: Span, sentence: Span, deed: str) -> bool:
    """Whether the deed follows the day in its sentence, a person suffers it, and no other deed stands between."""
    found = pattern("cues", deed).search(text, day.end, sentence.end)
    if found is None:
        return False
    is_loss = deed == "loss"
    if pattern("cues", "not_the_day").search(text, day.end, found.end() if is_loss else found.start()):
        return False
    told = Span(day.end, sentence.end) if is_loss else Span(sentence.start, found.start())
    return cues.has("person", text, told) or bool(victims_introduced(text, told))


def _ends_in_a_loss(text: str, sentence: Span, within: Sequence[Span]) -> bool:
    return any(cues.has("loss", text, later) for later in within if later.start >= sentence.start)
