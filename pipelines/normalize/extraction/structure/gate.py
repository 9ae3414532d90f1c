"""The domain gate: whether an article is about telecom and network fraud, or what feeds it, with China in it.

Cheap and explainable: it looks for sentences in which a word of the domain stands by an act (codebook, section 1). Where
one names telecom fraud outright, the article is in, whatever else it tells; otherwise words of the domain are weighed
against words of other matters. What the article reports is not its business.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import AgencyMention, Gate
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.article import is_empty
from pipelines.normalize.extraction.structure.cues import brings_in_case, has, tells_event
from pipelines.normalize.extraction.structure.lexicon import pattern, weighted_codes
from pipelines.normalize.extraction.structure.matters import Matters, affirmed, apart, has_words, spans_of
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.sentences import Sentence, sentence_at

TELLING = 3  # weight of the scheme terms that tell a scheme by themselves
# Characters around a word for fraud in which the means of it are looked for.
ABOUT = {"zh": 150, "en": 400, "other": 150}
KEPT = 4  # texts whose answer is kept: the same text is asked once for each word
SHOWN = 5  # decisive words kept as evidence
ACCOUNTS = 2  # different words of a company's accounts that make a text its report
OPENING = 2  # first sentences, the headline among them, that say what an article is
NEAR = 2  # sentences and blocks that an act may stand away from the domain's word: a heading names the case, its text tells the act
LONGEST_LINE = 70  # characters of a line in a list of contents


@record()
class _Words:
    """What speaks for the domain and what for other matters, each in text order.

    `decisive` are those of `domain` that decide by themselves: no mere part of a list of crimes.

    `is_sure` where a word of the domain names it by itself, and needs no means beside it.
    """

    domain: list[Span]
    decisive: list[Span]
    other: list[Span]
    is_sure: bool


NO_WORD = Gate(False, "no word of telecom or network fraud")


def speaks_of_fraud(document: Document) -> bool:
    """Whether a word of the domain stands in the text at all: the cheap question before all others."""
    text = document.text
    if any(pattern("gate", key).search(text) for key in ("decisive", "strong", "doubtful")):
        return True
    return any(_is_from_afar(document, word) for word in spans_of("weak", text))


def _is_from_afar(document: Document, fraud: Span) -> bool:
    """Whether a fraud reached its victims from afar: the means of it stand about it, or the text tells a scheme of such frauds."""
    about = ABOUT[document.language]
    if pattern("gate", "means").search(document.text, max(fraud.start - about, 0), fraud.end + about):
        return True
    return _tells_scheme(document.text)


@lru_cache(maxsize=KEPT)
def _tells_scheme(text: str) -> bool:
    """Whether a scheme of frauds from afar is told; the same pretext told face to face (a deal, a donation) tells none."""
    if _meetings(text):
        return False
    groups = (group for groups in weighted_codes("schemes", "schemes").values() for group in groups)
    return any(group.weight >= TELLING and group.pattern.search(text) for group in groups)


def read_gate(document: Document, places: Sequence[Place], agencies: Sequence[AgencyMention], matters: Matters) -> Gate:
    """Whether the article is in scope, with the reason in words and the spans that decided it."""
    words = _words(document, matters)
    if not words.domain:
        return NO_WORD
    if _is_contents(document):
        return Gate(False, "a bulletin's list of contents", tuple(words.domain[:SHOWN]))
    sentences = matters.units
    events = _events(document, sentences)
    acts = _acts(document, sentences, events, matters)
    told = acts & events
    decisive = _beside(acts, sentences, words.domain) or _told_apart(document, sentences, told, words.domain)
    if not decisive:
        return Gate(
            False,
            "speaks of fraud, but no arrest, loss, verdict or other act stands by it",
            tuple(words.domain[:SHOWN]),
        )
    if _is_general(document, sentences, told, places, agencies):
        return Gate(False, "explains rules or advises; it tells nothing that happened", tuple(decisive[:SHOWN]))
    if _is_foreign(document, places, agencies):
        return Gate(False, "no Chinese authority, place or victim in it", tuple(decisive[:SHOWN]))
    if _is_company_report(document, sentences):
        return Gate(False, "a company's report of its own business", tuple(decisive[:SHOWN]))
    if _is_portrait(document, sentences):
        return Gate(False, "an award, and no case", tuple(decisive[:SHOWN]))
    if _is_staged(document, sentences):
        return Gate(False, "a film, a drill or a test; what it tells is made up", tuple(decisive[:SHOWN]))
    if _is_outweighed(words) and not _beside(told, sentences, words.decisive):
        return Gate(False, "mostly about another crime or matter", tuple(words.other[:SHOWN]))
    return Gate(
        True, f"{len(decisive)} sentences tell an act against telecom and network fraud", tuple(decisive[:SHOWN])
    )


def _is_contents(document: Document) -> bool:
    """Whether the article is a list of contents: headed as one, and lines of a few words each without a full stop."""
    head = document.blocks[0].span if document.blocks else Span(0, 0)
    if not pattern("gate", "contents").search(head.of(document.text)):
        return False
    lines = [block.span.of(document.text) for block in document.blocks]
    return all(len(line) <= LONGEST_LINE and not line.endswith(("。", ".")) for line in lines)


def _words(document: Document, matters: Matters) -> _Words:
    text = document.text
    crimes = matters.crimes
    meetings = _meetings(text)
    is_remote = _is_remote(text, meetings)
    others = frozenset([*crimes, *spans_of("other_matter", text)])
    advice = _advice(text, matters.units) if others else []
    decisive = _outside(apart(affirmed(text, "decisive"), crimes), advice)
    sure = [*decisive, *_outside(apart(spans_of("strong", text), crimes), advice)]
    is_told_plainly = not crimes and not meetings
    found = [*sure, *(spans_of("doubtful", text) if sure or is_remote or is_told_plainly else [])]
    found += [word for word in matters.deceits if found or _is_from_afar(document, word)]
    others = others - frozenset(meetings) if is_remote else others | frozenset(meetings)
    alone = [word for word in decisive if not pattern("gate", "listed").match(text, word.end)]
    found = _outside(found, advice)
    return _Words(apart(_merged(found), crimes), alone, sorted(others), is_sure=bool(sure))


def _is_remote(text: str, meetings: Sequence[Span]) -> bool:
    """Whether the means of frauds from afar are told, and no less often than words of a fraud face to face."""
    needed = max(len(meetings), 1)
    return sum(1 for _ in islice(pattern("gate", "means").finditer(text), needed)) == needed


def _advice(text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """The sentences that only warn: beside another crime a warning against fraud makes no article of the domain."""
    return [s.span for s in sentences if has_words("hypothetical", text, s.span) and not tells_event(text, s.span)]


def _outside(words: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """The words that stand in none of the spans."""
    return [word for word in words if not any(span.contains(word) for span in spans)]


def _meetings(text: str) -> list[Span]:
    """Words that tell a fraud face to face: how the swindler came, where he met his victims, what he had them sign."""
    return sorted([*spans_of("in_person", text), *spans_of("face_to_face", text)])


def _is_outweighed(words: _Words) -> bool:
    """Whether words for other matters are more; as many are enough where the domain's could speak of another crime as well."""
    margin = 1 if words.is_sure else 0
    return len(words.other) >= len(words.domain) + margin


def _merged(words: Sequence[Span]) -> list[Span]:
    """The words in text order, each stretch of text counted once."""
    merged: list[Span] = []
    for word in sorted(words):
        if merged and merged[-1].overlaps(word):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, word.end))
        else:
            merged.append(word)
    return merged


def _events(document: Document, sentences: Sequence[Sentence]) -> frozenset[int]:
    """The sentences (by index) that tell of an arrest, a case solved, a sum lost."""
    return frozenset(index for index, s in enumerate(sentences) if tells_event(document.text, s.span))


def _acts(
    document: Document, sentences: Sequence[Sentence], events: frozenset[int], matters: Matters
) -> frozenset[int]:
    """The sentences (by index) that tell an act, and neither a rule, advice, a lesson, an award, nor another crime's."""
    text = document.text
    # A headline over an empty body may give the sum of a case: no more of its act is told (codebook, section 6).
    is_stub = is_empty(document)
    return frozenset(
        index
        for index, sentence in enumerate(sentences)
        if (
            index in events
            or has_words("act", text, sentence.span)
            or (is_stub and has("sum_told", text, sentence.span))
        )
        and not has_words("hypothetical", text, sentence.span)
        and not has_words("publicity", text, sentence.span)
        and not matters.is_called_other(sentence.span)
    )


def _is_general(
    document: Document,
    sentences: Sequence[Sentence],
    told: frozenset[int],
    places: Sequence[Place],
    agencies: Sequence[AgencyMention],
) -> bool:
    """Whether rules, advice and made-up examples fill more sentences than acts do, and no place or body of one is named."""
    if any(agency.adcode is not None for agency in agencies) or any(place.adcode != geo.CHINA for place in places):
        return False
    general = sum(has_words("hypothetical", document.text, sentence.span) for sentence in sentences)
    return general > len(told)


def _is_company_report(document: Document, sentences: Sequence[Sentence]) -> bool:
    """Whether a company tells of its business: several words of its accounts, and no single case."""
    named = {span.of(document.text).lower() for span in spans_of("corporate", document.text)}
    return len(named) >= ACCOUNTS and not any(brings_in_case(document.text, s.span) for s in sentences)


def _is_portrait(document: Document, sentences: Sequence[Sentence]) -> bool:
    """Whether the opening gives an award and no single case follows: what somebody achieved over years is no act."""
    text = document.text
    is_awarded = any(has_words("awarded", text, s.span) for s in sentences[:OPENING])
    return is_awarded and not any(brings_in_case(text, s.span) for s in sentences)


def _is_staged(document: Document, sentences: Sequence[Sentence]) -> bool:
    """Whether the opening tells of a film, a drill or a test, and nothing beside that brings in a case that did happen."""
    text = document.text
    opening = next((s for s in sentences[:OPENING] if has_words("staged", text, s.span)), None)
    if opening is None:
        return False
    return not any(
        has_words("real", text, s.span) or (brings_in_case(text, s.span) and not has_words("made_up", text, s.span))
        for s in sentences
        if s is not opening
    )


def _beside(acts: frozenset[int], sentences: Sequence[Sentence], words: Sequence[Span]) -> list[Span]:
    """The first of the words (in text order) of each sentence that tells an act, or has one beside it in its block or the next."""
    events = []
    for index, sentence in enumerate(sentences):
        at = bisect_left(words, sentence.span.start, key=lambda word: word.start)
        if at == len(words) or not sentence.span.contains(words[at]):
            continue
        around = range(max(index - NEAR, 0), min(index + NEAR + 1, len(sentences)))
        if any(other in acts and abs(sentences[other].block - sentence.block) <= NEAR for other in around):
            events.append(words[at])
    return events


def _told_apart(
    document: Document, sentences: Sequence[Sentence], told: frozenset[int], domain: Sequence[Span]
) -> list[Span]:
    """The words of the domain of a story that tells its act far from them: somebody was caught, or a person lost money."""
    supposed = [s.span for s in sentences if has_words("hypothetical", document.text, s.span)]
    return _outside(domain, supposed) if told else []


def _is_foreign(document: Document, places: Sequence[Place], agencies: Sequence[AgencyMention]) -> bool:
    """Whether nothing of China takes part: no authority of China, and no more places of China than foreign ones."""
    if _has_authority(document, agencies):
        return False
    if pattern("gate", "foreign").search(document.text):
        return True
    is_foreign = any(pattern("gate", key).search(document.text) for key in ("foreign_force", "foreign_money"))
    if is_foreign and not _concerns_china(document, places):
        return True
    abroad = [place for place in places if not geo.is_chinese(place.adcode)]
    if document.language == "en" and not any(geo.is_chinese(place.adcode) for place in places):
        is_named = pattern("gate", "china").search(document.text) is not None
        return not (_concerns_china(document, places) if abroad else is_named)
    at_home = [place for place in places if geo.is_chinese(place.adcode) and place.adcode != geo.CHINA]
    is_anybody = bool(agencies) or any(has(key, document.text, _whole(document)) for key in ("person", "few_arrested"))
    return len(abroad) > len(at_home) or not (at_home or is_anybody or is_empty(document))


def _has_authority(document: Document, agencies: Sequence[AgencyMention]) -> bool:
    """Whether a Chinese authority acts: one is named outside of advice and comments."""
    bodies = [a.span for a in agencies if a.adcode is not None and geo.is_chinese(a.adcode)]
    words = pattern("gate", "authority").finditer(document.text)
    return any(not _is_advised(document, span) for span in bodies) or any(
        not _is_advised(document, Span(*word.span())) for word in words
    )


def _concerns_china(document: Document, places: Sequence[Place]) -> bool:
    """Whether China takes part by more than the nationality of those arrested or freed, or by advice to its citizens."""
    text = document.text
    at_home = (p.span for p in places if geo.is_chinese(p.adcode) and p.adcode != geo.CHINA)
    words = _outside([*spans_of("china", text), *at_home], spans_of("nationality", text))
    return any(not _is_advised(document, word) for word in words)


def _is_advised(document: Document, words: Span) -> bool:
    """Whether the words stand in a sentence that advises or comments."""
    sentence = sentence_at(document, words.start)
    return sentence is not None and sentence.contains(words) and has_words("advising", document.text, sentence)


def _whole(document: Document) -> Span:
    return Span(0, len(document.text))
