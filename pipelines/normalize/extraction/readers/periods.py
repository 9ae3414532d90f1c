"""The door of the date readers: phrases of either language, resolved against what the document knows of its time.

Here: the publication date, the year an undated article shows, the order of a paragraph. Not here: grammar (`periods_zh`,
`periods_en`) and calendar arithmetic (`resolving`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import PeriodMention
from pipelines.normalize.extraction.readers.moments import DatePhrase
from pipelines.normalize.extraction.readers.periods_en import english_phrases
from pipelines.normalize.extraction.readers.periods_zh import chinese_phrases
from pipelines.normalize.extraction.readers.resolving import Context, Window, YearEvidence, resolve
from pipelines.normalize.extraction.readers.scripts import is_chinese

_SENTENCE_END = re.compile(r"[。！？!?\n]|\.\s")
_CLAUSE_ENDS = "，,。；;：:！？!?（("
# a year in a headline with the word behind it: 2022霹雳行动, 2022年
_HEADLINE_YEAR = re.compile(r"(?<![\d.,/\-])(?P<year>(?:19|20)\d{2})(?!\d|[.,/\-]\d)(?:年|[\u4e00-\u9fff]{0,4})")
# a year that belongs to a name: “净网2021”, 2022霹雳行动
_NAMED_YEAR = re.compile(
    r"(?:[\u4e00-\u9fff]{2}(?P<year>(?:19|20)\d{2})(?=[\"”』」》])|(?P<year_>(?:19|20)\d{2})[\u4e00-\u9fff]{0,6}行动)"
)


def read_periods(document: Document) -> tuple[PeriodMention, ...]:
    """The dated stretches of a document in order of their place. A date whose year nothing tells is left out."""
    found = [(block.span, list(_phrases(document, block.span))) for block in document.blocks]
    evidence = None if document.published_on else _year_evidence(document, [p for _, ps in found for p in ps])
    context = Context(document.published_on, evidence)
    mentions: list[PeriodMention] = []
    for block, phrases in found:
        read = list(_paragraph(document.text, block, phrases, context))
        mentions += read
        if read:
            context = _gone_on(context, read)
        if phrases:
            context = replace(context, told=_frame(document.text, block, phrases[0], context))
    return tuple(mentions)


def _phrases(document: Document, block: Span) -> Iterator[DatePhrase]:
    read = chinese_phrases if is_chinese(document, block) else english_phrases
    for phrase in read(document.text, block):
        if not document.is_damaged(phrase.span):
            yield phrase


def _paragraph(text: str, block: Span, phrases: Iterable[DatePhrase], context: Context) -> Iterator[PeriodMention]:
    """The mentions of a paragraph, each date read in the light of the one told before it."""
    opened: PeriodMention | None = None
    for phrase in phrases:
        window = resolve(phrase, context)
        if window is None:
            continue
        if phrase.as_of:
            if opened is not None and _goes_on(text, opened, phrase) and opened.start <= window.end:
                yield _mention(phrase, replace(window, start=opened.start))
            continue
        opened = _mention(phrase, window)
        context = replace(_gone_on(context, [opened]), told=_told(text, block, window, phrase) or context.told)
        yield opened


def _mention(phrase: DatePhrase, window: Window) -> PeriodMention:
    return PeriodMention(phrase.span, window.start, window.end, phrase.first.precision, window.basis, phrase.since)


def _gone_on(context: Context, read: Sequence[PeriodMention]) -> Context:
    """The context after dates were told."""
    stretches = [mention for mention in read if mention.start != mention.end]
    opened = [mention for mention in stretches if mention.since]
    return replace(
        context,
        earlier=_window(read[-1]),
        stretch=_window(stretches[-1]) if stretches else context.stretch,
        opened=_window(opened[-1]) if opened else context.opened,
    )


def _window(mention: PeriodMention) -> Window:
    return Window(mention.start, mention.end, mention.basis)


def _goes_on(text: str, opened: PeriodMention, phrase: DatePhrase) -> bool:
    """Whether a report's state (截至8月) sums up from the date before it: from a "since", or in one sentence with it.

    Alone it governs no number (codebook §6).
    """
    return opened.since or _SENTENCE_END.search(text, opened.span.end, phrase.span.start) is None


def _told(text: str, block: Span, window: Window, phrase: DatePhrase) -> Window | None:
    """What the paragraph's next date goes on from. 去年 alone often only compares, 昨天 is the report's own time,
    同期 tells nothing new."""
    if phrase.first.precision == "year":
        is_frame = phrase.first.year is not None and _opens_clause(text, block, phrase)
        return replace(window, end=date(window.start.year, 12, 31)) if is_frame else None
    if phrase.first.day_shift is not None or phrase.first.repeats:
        return None
    return replace(window, end=window.start) if phrase.since else window


def _opens_clause(text: str, block: Span, phrase: DatePhrase) -> bool:
    """2021年,… sets the time of what follows; a year within a clause (2021年高考, jailed in 2021) does not."""
    before = text[max(block.start, phrase.span.start - 4) : phrase.span.start].rstrip()
    return not before or before == "In" or before.endswith(" In") or before[-1] in _CLAUSE_ENDS


def _frame(text: str, block: Span, first: DatePhrase, context: Context) -> Window | None:
    """A year with which a paragraph opens holds for the next paragraph too."""
    if first.span.start != block.start or first.first.precision != "year" or first.since:
        return None
    window = resolve(first, context)
    return None if window is None else _told(text, block, window, first)


def _year_evidence(document: Document, phrases: Iterable[DatePhrase]) -> YearEvidence | None:
    """The year that an undated article shows: in its headline, else the only one of its dates, else of its names."""
    headlines = [block.span.of(document.text) for block in document.blocks if block.kind == "title"]
    for headline in [document.title or "", *headlines]:
        if match := _HEADLINE_YEAR.search(headline):
            return YearEvidence(int(match["year"]), match[0])
    dated = [phrase for phrase in phrases if not phrase.since]  # "since 2021" may end in any year
    shown = {moment.year: phrase.span.of(document.text) for phrase in dated for moment in phrase.ends if moment.year}
    if not shown:
        shown = {int(match["year"] or match["year_"]): match[0] for match in _NAMED_YEAR.finditer(document.text)}
    return YearEvidence(*next(iter(shown.items()))) if len(shown) == 1 else None
