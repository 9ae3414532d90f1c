"""What a sentence tells, judged by cue words: a total over many cases, an event of one case, advice.

Only sentences and blocks are judged here; what they add up to is the business of `segments`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipelines.model.document import Block
from pipelines.model.span import Span
from pipelines.normalize.extraction.structure.lexicon import pattern, weighted
from pipelines.normalize.extraction.structure.people import victims_introduced
from pipelines.normalize.extraction.structure.sentences import Sentence

AGGREGATE_THRESHOLD = 3.0
MOST_KEPT = 20_000  # answers kept: some articles' worth
CONTINUED_THRESHOLD = 1.0
HEADING_LENGTH = {"zh": 42, "en": 110, "other": 80}  # longer lines are sentences without a full stop
OPENING = 24  # characters at the start of a block in which a closing word makes it one
_TERMINAL = re.compile(r"[。！？!?；;，,]$|[.]$")


def totals(text: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """The sentences that give totals: the cues for a total outweigh those for one case, and there is a count.

    A sentence that goes on from a total (累计…, 同时…) needs fewer cues: the total's subject is still its own.
    """
    found: list[Span] = []
    previous: Sentence | None = None
    for sentence in sentences:
        goes_on = previous is not None and sentence.block - previous.block <= 1
        if is_aggregate(text, sentence.span, CONTINUED_THRESHOLD if goes_on else AGGREGATE_THRESHOLD):
            found.append(sentence.span)
            previous = sentence
        else:
            previous = None
    return tuple(found)


def is_aggregate(text: str, span: Span, threshold: float = AGGREGATE_THRESHOLD) -> bool:
    """Whether the words of one sentence give totals."""
    if not has("count", text, span):
        return False
    words = span.of(text)
    score = sum(cue.weight for cue in weighted("cues", "aggregate") if cue.pattern.search(words))
    return score >= threshold and not (threshold < AGGREGATE_THRESHOLD and has("new_case", text, span))


def has(key: str, text: str, span: Span) -> bool:
    """Whether a cue of the lexicon's group `key` stands in the span; ^ in a cue means where the span begins."""
    return _found(key, span.of(text))


@lru_cache(maxsize=MOST_KEPT)
def _found(key: str, words: str) -> bool:
    """The same sentence is asked the same question by several rules; the answer depends on nothing else."""
    return pattern("cues", key).search(words) is not None


def tells_event(text: str, span: Span) -> bool:
    """Whether somebody was arrested, a gang broken up, or a person told of lost money."""
    return has("event", text, span) or tells_loss(text, span)


def brings_in_case(text: str, span: Span) -> bool:
    """Whether the span brings in one case: 破获一起…, 接到…报案, a victim's loss."""
    return has("new_case", text, span) or tells_loss(text, span)


def tells_loss(text: str, span: Span) -> bool:
    """Whether somebody in the span lost money, or nearly did."""
    return has("loss", text, span) and (has("person", text, span) or bool(victims_introduced(text, span)))


def introduction(text: str, span: Span) -> Span | None:
    """Where the span brings in one case; None where it does not."""
    match = pattern("cues", "new_case").search(text, span.start, span.end)
    return Span(*match.span()) if match else None


def names_case(text: str, span: Span) -> bool:
    """Whether a heading names a case: it speaks of a case, a gang or a den, or tells an event."""
    return has("case", text, span) or has("gang", text, span) or has("event", text, span)


def speaks_of_several(text: str, span: Span) -> bool:
    """Whether the span counts more than one case (三起, ten typical cases)."""
    return has("several", text, span)


def is_heading(text: str, block: Block, language: str) -> bool:
    """Whether the block is set as a heading, or is a short line without a full stop."""
    line = block.span.of(text).strip()
    if line.startswith("|"):  # a row of a table
        return False
    if block.kind in ("heading", "title"):
        return True
    return 0 < len(line) <= HEADING_LENGTH[language] and not _TERMINAL.search(line)


def is_closing(text: str, block: Block) -> bool:
    """Whether the block begins advice, tricks, an outlook: what is no longer a case."""
    return has("closing", text, Span(block.span.start, min(block.span.start + OPENING, block.span.end)))


def is_trick(text: str, span: Span) -> bool:
    """Whether a numbered line inside a case is a step of a trick: listed, and nothing happens to anybody in it."""
    return has("list_mark", text, span) and not tells_event(text, span)


def is_other_crime(text: str, spans: Sequence[Span]) -> bool:
    """Whether a story of a mixed bulletin is about another crime: it holds that crime's words and none of the domain's."""
    words = "\n".join(span.of(text) for span in spans)
    if any(pattern("gate", key).search(words) for key in ("decisive", "strong", "doubtful", "weak")):
        return False
    return any(pattern("gate", key).search(words) for key in ("other_crime", "served", "in_person"))
