"""The day of the incident, where the text plainly tells it: the day on which the victim lost the money or was first reached.

The day of a report to the police, of an arrest or of a verdict is not it (codebook, section 4). Dates are read by `readers`.
"""

from collections.abc import Sequence
from datetime import date

from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import PeriodMention, inside
from pipelines.normalize.extraction.structure import cues
from pipelines.normalize.extraction.structure.lexicon import pattern
from pipelines.normalize.extraction.structure.people import victims_introduced


def occurred_on(text: str, told: Sequence[Span], periods: Sequence[PeriodMention]) -> date | None:
    """The first day that dates a loss in one of the sentences told, else the first on which a victim who then lost money was reached."""
    days = [p for p in periods if p.precision == "day" and p.start == p.end and not p.since]
    dated = [(day, sentence) for sentence in told for day in inside(sentence, days)]
    lost = (day.start for day, sentence in dated if _dates(text, day.span, sentence, "loss"))
    reached = (
        day.start
        for day, sentence in dated
        if _dates(text, day.span, sentence, "reached") and _ends_in_a_loss(text, sentence, told)
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
