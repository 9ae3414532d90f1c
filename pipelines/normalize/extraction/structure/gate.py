"""The domain gate: whether an article is about telecom and network fraud, or what feeds it, with China in it.

Cheap and explainable: it counts words of the domain, of other matters, and sentences in which a word of the domain
stands by an act (codebook, section 1). What the article reports is not its business.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import AgencyMention, Gate
from pipelines.normalize.extraction.structure import cues
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.lexicon import pattern, weighted_codes
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.sentences import Sentence, split_units

TELLING = 3  # weight of the scheme terms that tell a scheme by themselves
ABOUT = 150  # characters around a word for fraud in which a word for the network makes it one over a network
KEPT = 4  # texts whose answer is kept: the same text is asked once for each word
SHOWN = 5  # decisive words kept as evidence
NEAR = 2  # sentences and blocks that an act may stand away from the domain's word: a heading names the case, its text tells the act
LONGEST_LINE = 70  # characters of a line in a list of contents


@dataclass(frozen=True, slots=True)
class _Words:
    domain: list[Span]
    other: list[Span]


NO_WORD = Gate(False, "no word of telecom or network fraud")


def speaks_of_fraud(document: Document) -> bool:
    """Whether a word of the domain stands in the text at all: the cheap question before all others."""
    text = document.text
    if pattern("gate", "strong").search(text):
        return True
    return any(_is_by_network(text, Span(*match.span())) for match in pattern("gate", "weak").finditer(text))


def _is_by_network(text: str, fraud: Span) -> bool:
    """Whether a fraud is one over a network: a word for the network stands about it, or the text tells a scheme of such frauds."""
    if pattern("gate", "network").search(text, max(fraud.start - ABOUT, 0), fraud.end + ABOUT):
        return True
    return _tells_scheme(text)


@lru_cache(maxsize=KEPT)
def _tells_scheme(text: str) -> bool:
    groups = (group for groups in weighted_codes("schemes", "schemes").values() for group in groups)
    return any(group.weight >= TELLING and group.pattern.search(text) for group in groups)


def read_gate(document: Document, places: Sequence[Place], agencies: Sequence[AgencyMention]) -> Gate:
    """Whether the article is in scope, with the reason in words and the spans that decided it."""
    words = _words(document)
    if not words.domain:
        return NO_WORD
    if _is_contents(document):
        return Gate(False, "a bulletin's list of contents", tuple(words.domain[:SHOWN]))
    sentences = split_units(document)
    events = _events(document, sentences, words.domain) or _told_apart(document, sentences, words.domain)
    if not events:
        return Gate(
            False,
            "speaks of fraud, but no arrest, loss, verdict or other act stands by it",
            tuple(words.domain[:SHOWN]),
        )
    if _is_foreign(document, places, agencies):
        return Gate(False, "no Chinese authority, place or victim in it", tuple(events[:SHOWN]))
    if len(words.other) > len(words.domain):
        return Gate(False, "mostly about another crime or matter", tuple(words.other[:SHOWN]))
    return Gate(True, f"{len(events)} sentences tell an act against telecom and network fraud", tuple(events[:SHOWN]))


def _is_contents(document: Document) -> bool:
    """Whether the article is a list of contents: headed as one, and lines of a few words each without a full stop."""
    head = document.blocks[0].span if document.blocks else Span(0, 0)
    if not pattern("gate", "contents").search(head.of(document.text)):
        return False
    lines = [block.span.of(document.text) for block in document.blocks]
    return all(len(line) <= LONGEST_LINE and not line.endswith(("。", ".")) for line in lines)


def _words(document: Document) -> _Words:
    words = _spans("strong", document.text)
    weak = [word for word in _spans("weak", document.text) if words or _is_by_network(document.text, word)]
    return _Words(sorted({*words, *weak}), _spans("other", document.text))


def _events(document: Document, sentences: Sequence[Sentence], domain: Sequence[Span]) -> list[Span]:
    """Words of the domain (in text order) in a sentence that tells an act, or beside one in the same block or the next."""
    acts = {i for i, s in enumerate(sentences) if _tells_act(document.text, s.span)}
    events = []
    for index, sentence in enumerate(sentences):
        near = any(
            other in acts and abs(sentences[other].block - sentence.block) <= NEAR
            for other in range(max(index - NEAR, 0), min(index + NEAR + 1, len(sentences)))
        )
        is_supposed = pattern("gate", "hypothetical").search(sentence.span.of(document.text)) is not None
        at = bisect_left(domain, sentence.span.start, key=lambda word: word.start)
        if near and not is_supposed and at < len(domain) and sentence.span.contains(domain[at]):
            events.append(domain[at])
    return events


def _tells_act(text: str, span: Span) -> bool:
    """Whether the sentence tells what was done or happened, not what a rule or a piece of advice supposes."""
    if pattern("gate", "hypothetical").search(span.of(text)):
        return False
    return pattern("gate", "act").search(text, span.start, span.end) is not None or cues.tells_event(text, span)


def _told_apart(document: Document, sentences: Sequence[Sentence], domain: Sequence[Span]) -> list[Span]:
    """The words of the domain of a story that tells its act far from them: somebody was caught, or a person lost money."""
    told = (s.span for s in sentences if not pattern("gate", "hypothetical").search(s.span.of(document.text)))
    is_told = any(cues.tells_event(document.text, span) for span in told)
    supposed = [s.span for s in sentences if pattern("gate", "hypothetical").search(s.span.of(document.text))]
    return [word for word in domain if not any(span.contains(word) for span in supposed)] if is_told else []


def _is_foreign(document: Document, places: Sequence[Place], agencies: Sequence[AgencyMention]) -> bool:
    """Whether nothing of China takes part: no authority of China, and no more places of China than foreign ones."""
    if any(agency.adcode is not None and geo.is_chinese(agency.adcode) for agency in agencies):
        return False
    if pattern("gate", "authority").search(document.text):
        return False
    if pattern("gate", "foreign").search(document.text):
        return True
    if pattern("gate", "foreign_force").search(document.text) and not _concerns_china(document, places):
        return True
    if document.language == "en" and not any(geo.is_chinese(place.adcode) for place in places):
        return pattern("gate", "china").search(document.text) is None
    abroad = [place for place in places if not geo.is_chinese(place.adcode)]
    at_home = [place for place in places if geo.is_chinese(place.adcode) and place.adcode != geo.CHINA]
    is_anybody = bool(agencies) or any(
        cues.has(key, document.text, _whole(document)) for key in ("person", "few_arrested")
    )
    return len(abroad) > len(at_home) or not (at_home or is_anybody)


def _concerns_china(document: Document, places: Sequence[Place]) -> bool:
    """Whether China takes part by more than the nationality of those arrested or freed: a place in it, or a word for it."""
    if any(geo.is_chinese(place.adcode) and place.adcode != geo.CHINA for place in places):
        return True
    nationalities = _spans("nationality", document.text)
    words = _spans("china", document.text)
    return any(not any(nationality.contains(word) for nationality in nationalities) for word in words)


def _whole(document: Document) -> Span:
    return Span(0, len(document.text))


def _spans(key: str, text: str) -> list[Span]:
    return [Span(*match.span()) for match in pattern("gate", key).finditer(text)]
