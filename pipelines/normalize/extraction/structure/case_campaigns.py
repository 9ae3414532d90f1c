"""Under which campaign an article reports a case.

The campaign is named in the case's own opening as its frame (在“…”行动中, …以来), or in the opening of the article that announces
its cases (公布10起典型案例). A campaign that the article merely speaks of (深入推进“断卡”行动) is not the case's.
"""

from collections.abc import Sequence

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.kept import kept
from pipelines.normalize.extraction.mentions import CampaignMention, CaseSegment, Structure
from pipelines.normalize.extraction.structure.lexicon import pattern

AFTER = 14  # characters after a mention in which 中, 以来 or 期间 makes it a frame
OPENING_SENTENCES = 5  # a scene and its headline may come before the campaign


def campaign_of(
    document: Document, structure: Structure, segment: CaseSegment, told: Sequence[Span], opening: Sequence[Span]
) -> str | None:
    """Key of the campaign; None where the article reports the case under none.

    `told` are the case's sentences, `opening` those of the article before its first case.
    """
    if not structure.campaigns:
        return None
    for mention in segment.among(structure.campaigns):
        if any(span.contains(mention.span) for span in told[:OPENING_SENTENCES]) and _frames(document, mention):
            return mention.key
    return _announced(document.text, structure, opening) or _part_of_totals(document, structure, segment)


def _frames(document: Document, mention: CampaignMention) -> bool:
    text = document.text
    after = text[mention.span.start : mention.span.end + AFTER]
    before = text[max(mention.span.start - AFTER, 0) : mention.span.start]
    if pattern("campaigns", "occasion").search(before):
        return True
    governing = pattern("campaigns", "governing")
    return governing.search(after) is not None or (document.language == "en" and governing.search(before) is not None)


@kept
def _announced(text: str, structure: Structure, opening: Sequence[Span]) -> str | None:
    """The first campaign of the opening, where a sentence of it or beside it announces the cases."""
    named = next((m for m in structure.campaigns if any(span.contains(m.span) for span in opening)), None)
    announcing = pattern("campaigns", "announcing")
    if named is None or not any(announcing.search(text, span.start, span.end) for span in opening):
        return None
    return named.key


def _part_of_totals(document: Document, structure: Structure, segment: CaseSegment) -> str | None:
    """其中 opens a case as part of the totals before it: of the campaign those totals are told for."""
    if not any(pattern("campaigns", "among").match(document.text, span.start) for span in segment.spans):
        return None
    outside = [m for m in structure.campaigns if not any(s.covers(m.span) for s in structure.segments)]
    return outside[0].key if outside else None
