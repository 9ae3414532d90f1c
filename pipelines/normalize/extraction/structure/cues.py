"""What a sentence tells, judged by cue words: a total over many cases, an event of one case, advice.

Only sentences and blocks are judged here; what they add up to is the business of `segments`.
"""

import re
from collections.abc import Mapping, Sequence

from pipelines.model.document import Block
from pipelines.model.span import Span
from pipelines.normalize.extraction.kept import kept
from pipelines.normalize.extraction.structure.lexicon import Weighted, pattern, standing, weighted
from pipelines.normalize.extraction.structure.people import named, victims_introduced
from pipelines.normalize.extraction.structure.sentences import Sentence

AGGREGATE_THRESHOLD = 3.0
CONTINUED_THRESHOLD = 1.0
HEADING_LENGTH = {"zh": 42, "en": 110, "other": 80}  # longer lines are sentences without a full stop
TABLE_ROW = "|"
OPENING = 24  # characters at the start of a block in which a closing word makes it one
_TERMINAL = re.compile(r"[。！？!?；;，,]$|[.]$")


def totals(text: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """The sentences that give totals: the cues for a total outweigh those for one case, and there is a count.

    A sentence that goes on from a total (累计…, 同时…) needs fewer cues: the total's subject is still its own. While a case
    is being told, words that only sum up (共抓获…, 截至目前…) give its own results.
    """
    found: list[Span] = []
    previous: Sentence | None = None
    is_telling = False
    for sentence in sentences:
        goes_on = previous is not None and sentence.block - previous.block <= 1
        takes_subject = (
            previous is not None and sentence.block == previous.block and _has_no_subject(text, sentence.span)
        )
        if takes_subject or _is_total(text, sentence.span, goes_on, is_telling):
            found.append(sentence.span)
            previous, is_telling = sentence, False
        else:
            previous = sentence if goes_on and _tells_nothing(text, sentence.span) else None
            is_telling = is_telling or _tells_one_case(text, sentence.span)
    return tuple(found)


def may_go_on(text: str, span: Span) -> bool:
    """Whether the words of one sentence would go on from totals, were there any before it (被捕84人中…)."""
    return _is_total(text, span, goes_on=True, is_telling=False)


def _is_total(text: str, span: Span, goes_on: bool, is_telling: bool) -> bool:
    if text.startswith(TABLE_ROW, span.start):
        return True  # a table gives the totals of several places or kinds
    if not has("count", text, span):
        return False
    wide = _weight_told("aggregate", text, span)
    score = wide + _weight_told("sums", text, span)
    if score >= AGGREGATE_THRESHOLD:
        return not is_telling or wide > 0
    is_new = has("new_case", text, span) or bool(victims_introduced(text, span))
    return goes_on and score >= CONTINUED_THRESHOLD and not is_new


def _tells_nothing(text: str, span: Span) -> bool:
    """Whether the sentence holds no number, act or person: a heading, a picture's caption, a set phrase."""
    is_idle = not (has("count", text, span) or tells_event(text, span) or has("back", text, span))
    return is_idle and not (named(text, [span]) or victims_introduced(text, span))


def _has_no_subject(text: str, span: Span) -> bool:
    """Whether the sentence begins with a result and a count: whose it is was said in the sentence before."""
    is_result = has("no_subject", text, span) and has("count", text, span)
    return is_result and not (has("new_case", text, span) or _weight("aggregate", text, span) < 0)


def _weight(key: str, text: str, span: Span) -> float:
    return sum(cue.weight for cue in _standing(text)[key] if cue.pattern.stand_in(text, span.start, span.end))


@kept
def _standing(text: str) -> Mapping[str, Sequence[Weighted]]:
    return {key: standing(weighted("cues", key), text) for key in ("aggregate", "sums")}


def _weight_told(key: str, text: str, span: Span) -> float:
    """The weight without the reporters in brackets, whose masked names are no suspects'."""
    if not has("credits", text, span):
        return _weight(key, text, span)
    words = pattern("cues", "credits").sub("", span.of(text))
    return sum(cue.weight for cue in weighted("cues", key) if cue.pattern.search(words))


def _tells_one_case(text: str, span: Span) -> bool:
    """Whether the sentence is about one case: it brings one in with an act or a loss, or its words point to one."""
    is_brought_in = brings_in_case(text, span) and tells_event(text, span)
    return is_brought_in or _weight_told("aggregate", text, span) < 0


def has(key: str, text: str, span: Span) -> bool:
    """Whether a cue of the lexicon's group `key` stands in the span; ^ in a cue means where the span begins."""
    return pattern("cues", key).stand_in(text, span.start, span.end)


def tells_event(text: str, span: Span) -> bool:
    """Whether somebody was arrested, a gang broken up, or a person told of lost money."""
    return has("event", text, span) or tells_loss(text, span)


def brings_in_case(text: str, span: Span) -> bool:
    """Whether the span brings in one case: 破获一起…, 接到…报案, a victim's loss."""
    return has("new_case", text, span) or tells_loss(text, span)


def tells_loss(text: str, span: Span) -> bool:
    """Whether somebody in the span lost money, or nearly did."""
    return has("loss", text, span) and (has("person", text, span) or bool(victims_introduced(text, span)))


def refers_back(text: str, span: Span) -> bool:
    """Whether the span speaks of the case in hand: words that do so after it brought in a case mean that one."""
    if not has("back", text, span):
        return False
    back = pattern("cues", "back").search(text, span.start, span.end)
    new = introduction(text, span)
    return not (back and new and new.start < back.start())


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
    if block.kind == "title":
        return True
    is_short = 0 < len(line) <= HEADING_LENGTH[language] and not _TERMINAL.search(line)
    if not (is_short or block.kind == "heading"):
        return False
    return not (line.startswith(TABLE_ROW) or has("caption", text, block.span))


def is_closing(text: str, block: Block) -> bool:
    """Whether the block begins advice, tricks, an outlook: what is no longer a case."""
    return has("closing", text, Span(block.span.start, min(block.span.start + OPENING, block.span.end)))


def is_trick(text: str, span: Span) -> bool:
    """Whether a numbered line inside a case is a step of a trick: listed, and nothing happens to anybody in it."""
    return has("list_mark", text, span) and not tells_event(text, span)


def is_other_crime(text: str, spans: Sequence[Span]) -> bool:
    """Whether a story of a mixed bulletin is about another crime: it holds that crime's words and none of the domain's."""
    words = "\n".join(span.of(text) for span in spans)
    if not any(_stands_in(key, text, spans, words) for key in ("other_crime", "served", "in_person")):
        return False
    return not any(_stands_in(key, text, spans, words) for key in ("decisive", "strong", "doubtful", "weak"))


def _stands_in(key: str, text: str, spans: Sequence[Span], words: str) -> bool:
    """Whether a word of gate.yaml stands in `words`, which the spans of the text hold."""
    terms = pattern("gate", key)
    if len(spans) == 1:
        return terms.stand_in(text, spans[0].start, spans[0].end)
    is_possible = any(terms.may_stand_in(text, span.start, span.end) for span in spans)
    return is_possible and terms.search(words) is not None
