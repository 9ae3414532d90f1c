"""Scheme and role in the chain of a case, scored from lexicons of weighted terms; a heading's words count twice."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice

from pipelines.errors import ReferenceDataError
from pipelines.model.codelists import chain_roles, schemes
from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.kept import kept
from pipelines.normalize.extraction.mentions import CaseSegment
from pipelines.normalize.extraction.structure.lexicon import (
    Weighted,
    compile_terms,
    pattern,
    section,
    standing,
    weighted_codes,
)
from pipelines.normalize.extraction.terms import Terms

MOST = 3  # times that the terms of one group count: a word repeated ten times tells no more than thrice


def scheme_of(document: Document, segment: CaseSegment) -> str | None:
    """The scheme told by the segment; None where nothing tells it."""
    scores = _scores(document.text, segment, _schemes_in(document.text))
    return _best(scores, _threshold("schemes"))


def role_of(document: Document, segment: CaseSegment, opening: Sequence[Span]) -> str | None:
    """The role in the chain. `opening` is what the article says before its cases: it speaks where the case does not.

    A specific charge settles it; else the highest score; fraud itself where no other part is told.
    """
    charged = _charged(document.text, segment)
    if charged is not None:
        return charged
    lexicon = _roles_in(document.text)
    scores = _scores(document.text, segment, lexicon)
    fraud = scores.pop(str(section("chain_roles", "default")))
    if _any("charged_fraud", document.text, segment):
        # Who is charged with fraud bought the data or moved the money for it: those are means, not the part played.
        scores = {code: score for code, score in scores.items() if code not in section("chain_roles", "charges")}
    part = _best(scores, _threshold("roles"))
    if part is not None and _is_victims_story(document.text, segment, lexicon[part]):
        return str(section("chain_roles", "default"))
    if segment.heading is not None and pattern("chain_roles", "helping").search(segment.heading.of(document.text)):
        around = CaseSegment(tuple(opening), None, None)
        return part or _best(_scores(document.text, around, lexicon), _threshold("roles"))
    # Fraud is spoken of in every such article; another part need not outweigh it to be the case's own.
    share = "named_share" if _any("named_fraud", document.text, segment) else "part_share"
    is_part = part is not None and scores[part] >= float(section("chain_roles", share)) * fraud
    return part if is_part else str(section("chain_roles", "default"))


def _is_victims_story(text: str, segment: CaseSegment, part: Sequence[Weighted]) -> bool:
    """Whether the case is told from a victim's loss on: whoever is caught moving his money, the case is the fraud itself.

    An arrest, or a word for the part, before the victim is named says what the case is about instead.
    """
    found = (pattern("chain_roles", "victims_story").search(text, span.start, span.end) for span in segment.spans)
    victim = next((match for match in found if match), None)
    if victim is None:
        return False
    acts = (pattern("cues", key) for key in ("solved", "few_arrested"))
    before = [*acts, *(group.pattern for group in part)]
    return all(words.search(text, segment.spans[0].start, victim.start()) is None for words in before)


def _charged(text: str, segment: CaseSegment) -> str | None:
    if _any("charged_fraud", text, segment):
        return None
    found = [
        code for code, words in _charges().items() if any(words.search(text, s.start, s.end) for s in segment.spans)
    ]
    return found[0] if len(found) == 1 else None


@cache
def _charges() -> Mapping[str, Terms]:
    charges = section("chain_roles", "charges")
    return {code: compile_terms(terms, f"lexicon chain_roles.yaml: charges.{code}") for code, terms in charges.items()}


def _any(key: str, text: str, segment: CaseSegment) -> bool:
    return any(pattern("chain_roles", key).search(text, span.start, span.end) for span in segment.spans)


def _lexicon(key: str, codes: set[str]) -> Mapping[str, Sequence[Weighted]]:
    name = "schemes" if key == "schemes" else "chain_roles"
    lexicon = weighted_codes(name, key)
    unknown = set(lexicon) - codes
    if unknown:
        raise ReferenceDataError(f"lexicon {name}.yaml: {', '.join(sorted(unknown))} is in no code list")
    return lexicon


@kept
def _schemes_in(text: str) -> Mapping[str, Sequence[Weighted]]:
    return {code: standing(groups, text) for code, groups in _lexicon("schemes", set(schemes())).items()}


@kept
def _roles_in(text: str) -> Mapping[str, Sequence[Weighted]]:
    return {code: standing(groups, text) for code, groups in _lexicon("roles", set(chain_roles())).items()}


def _threshold(key: str) -> float:
    return float(section("schemes" if key == "schemes" else "chain_roles", "threshold"))


def _scores(text: str, segment: CaseSegment, lexicon: Mapping[str, Sequence[Weighted]]) -> dict[str, float]:
    heading = _heading(text, segment)
    return {
        code: sum(_score(text, segment.spans, heading, group) for group in groups) for code, groups in lexicon.items()
    }


def _heading(document_text: str, segment: CaseSegment) -> Span | None:
    """The case's heading; of a narrative its first line, which is the article's headline or its lead."""
    if segment.heading is not None or not segment.spans:
        return segment.heading
    first = segment.spans[0]
    line_end = document_text.find("\n", first.start, first.end)
    return Span(first.start, line_end if line_end >= 0 else first.end)


def _score(text: str, spans: Sequence[Span], heading: Span | None, group: Weighted) -> float:
    if not any(group.pattern.may_stand_in(text, span.start, span.end) for span in spans):
        return 0.0
    told = (match for span in spans for match in group.pattern.finditer(text, span.start, span.end))
    body = sum(1 for _ in islice(told, MOST))
    headed = heading is not None and group.pattern.search(text, heading.start, heading.end) is not None
    return group.weight * (body + headed)


def _best(scores: Mapping[str, float], threshold: float) -> str | None:
    """The code with the highest score; of equals the one that stands first in the lexicon."""
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= threshold else None
