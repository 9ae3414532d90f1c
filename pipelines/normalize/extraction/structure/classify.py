"""Scheme and role in the chain of a case, scored from lexicons of weighted terms; a heading's words count twice."""

from collections.abc import Mapping, Sequence

from pipelines.errors import ReferenceDataError
from pipelines.model.codelists import chain_roles, schemes
from pipelines.model.document import Document
from pipelines.normalize.extraction.mentions import CaseSegment
from pipelines.normalize.extraction.structure.lexicon import Weighted, section, weighted_codes

MOST = 3  # times that the terms of one group count: a word repeated ten times tells no more than thrice


def scheme_of(document: Document, segment: CaseSegment) -> str | None:
    """The scheme told by the segment; None where nothing tells it."""
    scores = _scores(document.text, segment, _lexicon("schemes", set(schemes())))
    return _best(scores, _threshold("schemes"))


def role_of(document: Document, segment: CaseSegment) -> str | None:
    """The role in the chain. Fraud itself where no other part scores higher."""
    scores = _scores(document.text, segment, _lexicon("roles", set(chain_roles())))
    default = str(section("chain_roles", "default"))
    return _best(scores, _threshold("roles")) or default


def _lexicon(key: str, codes: set[str]) -> Mapping[str, Sequence[Weighted]]:
    name = "schemes" if key == "schemes" else "chain_roles"
    lexicon = weighted_codes(name, key)
    unknown = set(lexicon) - codes
    if unknown:
        raise ReferenceDataError(f"lexicon {name}.yaml: {', '.join(sorted(unknown))} is in no code list")
    return lexicon


def _threshold(key: str) -> float:
    return float(section("schemes" if key == "schemes" else "chain_roles", "threshold"))


def _scores(text: str, segment: CaseSegment, lexicon: Mapping[str, Sequence[Weighted]]) -> dict[str, float]:
    return {code: sum(_score(text, segment, group) for group in groups) for code, groups in lexicon.items()}


def _score(text: str, segment: CaseSegment, group: Weighted) -> float:
    body = sum(1 for span in segment.spans for _ in group.pattern.finditer(text, span.start, span.end))
    heading = segment.heading
    headed = heading is not None and group.pattern.search(text, heading.start, heading.end) is not None
    return group.weight * (min(body, MOST) + headed)


def _best(scores: Mapping[str, float], threshold: float) -> str | None:
    """The code with the highest score; of equals the one that stands first in the lexicon."""
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= threshold else None
