"""A case's title: its own heading, else the article's headline where that speaks of it alone, else a short description."""

import re

from pipelines.model.codelists import chain_roles, schemes
from pipelines.model.document import Document
from pipelines.normalize.extraction.mentions import CaseSegment
from pipelines.normalize.extraction.structure import cues
from pipelines.normalize.extraction.structure.jurisdiction import Charge
from pipelines.normalize.extraction.structure.layout import without_mark
from pipelines.normalize.extraction.structure.sentences import clause_around, sentence_around

MAX_TITLE = 120
_EDGES = " -–—•·●■◆▶"  # bullets and dashes around a line


def title_of(
    document: Document, segment: CaseSegment, charge: Charge | None, scheme: str | None, role: str | None
) -> str:
    """Never empty, at most MAX_TITLE characters."""
    if segment.heading is not None and cues.names_case(document.text, segment.heading):
        title = without_mark(segment.heading.of(document.text))
    elif any(block.kind == "title" and segment.covers(block.span) for block in document.blocks) and document.title:
        title = document.title
    else:
        title = _introduced(document, segment) or _described(segment, charge, scheme, role)
    return re.sub(r"\s+", " ", title).strip(_EDGES)[:MAX_TITLE] or _described(segment, charge, scheme, role)


def _introduced(document: Document, segment: CaseSegment) -> str | None:
    """The clause that brings the case in: 呼图壁县公安局打掉一个跑分团伙."""
    for span in segment.spans:
        found = cues.introduction(document.text, span)
        if found is None:
            continue
        # An English clause seldom says who did what; its sentence does.
        sentence = sentence_around(document, found)
        return (sentence if document.language == "en" else clause_around(document.text, span, found)).of(document.text)
    return None


def _described(segment: CaseSegment, charge: Charge | None, scheme: str | None, role: str | None) -> str:
    """Agency + what it is about: 呼图壁县公安局: laundering (3.02)."""
    what = schemes().get(scheme or "") or chain_roles().get(role or "") or "case"
    code = f" ({segment.code_name})" if segment.code_name else ""
    return f"{charge.name}: {what}{code}" if charge and charge.name else f"{what}{code}"
