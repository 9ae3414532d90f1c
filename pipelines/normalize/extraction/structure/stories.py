"""Cases told in running text: one through the whole article, or one from each opener to the next.

Totals suspend a story; what follows belongs to it again once the text comes back to it. Text before the first opener is
the article's own opening, unless only one case is told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import CaseSegment
from pipelines.normalize.extraction.structure import cues, layout, openers, people
from pipelines.normalize.extraction.structure.article import Article, frame_of, is_empty, merged
from pipelines.normalize.extraction.structure.named_cases import case_named
from pipelines.normalize.extraction.structure.openers import Frame, Told
from pipelines.normalize.extraction.structure.sentences import Sentence, trimmed

OPENING = 2  # units of the body in which a report on a drive gives its totals
WORK_REACH = 30  # characters at the start of a unit in which a bureau's work is named


@dataclass(slots=True)
class _Story:
    adcode: str | None
    is_court: bool
    heading: Span | None = None
    spans: list[Span] = field(default_factory=list)
    victims: set[str] = field(default_factory=set)
    has_event: bool = False
    has_arrest: bool = False
    names: set[str] = field(default_factory=set)
    is_headed: bool = False
    case_name: str | None = None
    is_singled_out: bool = False

    def add(self, text: str, span: Span) -> None:
        self.spans.append(span)
        self.names |= people.named(text, [span])
        self.victims |= set(people.victims_introduced(text, span))
        is_loss = bool(self.victims) and cues.has("loss", text, span)
        self.has_event = self.has_event or is_loss or cues.tells_event(text, span)
        self.has_arrest = self.has_arrest or cues.has("event", text, span)

    def told(self) -> Told:
        return Told(
            self.adcode,
            self.victims,
            self.has_event,
            self.has_arrest,
            self.is_court,
            self.names,
            self.is_headed,
            self.case_name,
        )


def narrated(article: Article) -> list[CaseSegment]:
    """The cases of a running text."""
    stories = [story for story in _stories(article) if story.has_event]
    if len(stories) >= 2 or any(story.is_singled_out for story in stories):
        found = [_segment(article, story) for story in stories]
        own = [segment for segment in found if not cues.is_other_crime(article.text, segment.spans)]
        if own:
            return own
    whole = _whole(article)
    return [whole] if whole is not None and _has_case(article, whole) else []


def _stories(article: Article) -> list[_Story]:
    several, one = frame_of(article)
    joined = any(cues.has("joined", article.text, unit.span) for unit in article.units)
    frame = Frame(several, one, joined)
    stories: list[_Story] = []
    waiting: list[Sentence] = []  # a heading, and what stands before the first opener in its paragraph
    is_suspended = False
    for index, unit in enumerate(article.units):
        if article.block_of(unit).kind == "title" or unit.block in article.closed:
            continue
        if article.is_total(unit.span):
            is_suspended, waiting = True, []
            continue
        current = stories[-1] if stories else None
        if _begins(article, index, current, frame):
            if current is None and openers.is_another(article, index):
                stories += _told_before(article, index)
            stories.append(_opened(article, index, waiting))
            stories[-1].is_singled_out = current is None and openers.is_singled_out(article, index)
            is_suspended, waiting = False, []
        elif article.is_heading(unit.block) or current is None:
            waiting = [*(w for w in waiting if _stays(article, w, unit)), unit]
        elif is_suspended and not _resumes(article, index, current.names):
            continue
        elif _ends(article, index, current, len(stories)) or _is_aside(article, index, current):
            is_suspended = True
        else:
            is_suspended = False
            for span in [*(w.span for w in waiting), unit.span]:
                current.add(article.text, span)
            waiting = []
    return stories


def _told_before(article: Article, index: int) -> list[_Story]:
    """The case that stands before "another case", though nothing opened it: what tells it, without totals and headings."""
    first = _first_of_case(article)
    before = [
        unit
        for unit in article.units[:index]
        if unit.span.start >= first
        and not (article.is_total(unit.span) or article.is_heading(unit.block) or unit.block in article.closed)
    ]
    if not any(_brings_in(article, unit) for unit in before):
        return []
    story = _Story(openers.adcode_of(article, before[0].span), is_court=False)
    for unit in before:
        story.add(article.text, unit.span)
    return [story]


def _ends(article: Article, index: int, story: _Story, number: int) -> bool:
    """Whether the unit leaves the story in hand: the next point of a report, or words on all the cases told."""
    unit = article.units[index]
    if number > 1 and cues.has("all_cases", article.text, unit.span):
        return True
    return story.has_arrest and _is_next_point(article, index)


def _is_next_point(article: Article, index: int) -> bool:
    """Whether a paragraph begins here with the next point of a report on work: ——强化治理。"""
    return cues.has("measure", article.text, article.units[index].span) and openers.starts(article, index)


def _is_aside(article: Article, index: int, story: _Story) -> bool:
    """Whether the part of the article under the last heading is about something else than the story told under its own."""
    if not (story.is_headed and story.has_arrest and openers.is_headed(article, index)):
        return False
    if not openers.starts(article, index):
        return False
    part = openers.scene_of(article, index)
    if people.named(article.text, part) & story.names:
        return False
    return not any(cues.tells_event(article.text, span) or cues.has("back", article.text, span) for span in part)


def _stays(article: Article, waiting: Sentence, unit: Sentence) -> bool:
    """Whether what waits still belongs before this unit: it stands in the same paragraph, or is the heading over it."""
    return waiting.block == unit.block or (article.is_heading(waiting.block) and unit.block - waiting.block == 1)


def _begins(article: Article, index: int, current: _Story | None, frame: Frame) -> bool:
    unit = article.units[index]
    if article.is_heading(unit.block):
        return _is_case_heading(article, unit.block)
    is_under_heading = current is not None and current.heading is not None and current.case_name is None
    if is_under_heading and current is not None and len(current.spans) == 1:
        return False  # the first words under a heading tell the heading's case
    return openers.opens(article, index, current.told() if current else None, frame)


def _opened(article: Article, index: int, waiting: Sequence[Sentence]) -> _Story:
    unit = article.units[index]
    before = [w for w in waiting if _stays(article, w, unit)]
    lead = openers.place_led(article, unit.span)
    is_court = lead is not None and lead.agency is not None and lead.agency.kind != "police"
    story = _Story(openers.adcode_of(article, unit.span), is_court, is_headed=openers.is_headed(article, index))
    if article.is_heading(unit.block):
        before = []
        story.heading = article.block_of(unit).span
    elif (named := case_named(article, unit.span)) is not None:
        before = []
        story.heading, story.case_name, story.adcode = named.span, named.name, named.adcode
    for span in [*(w.span for w in before), unit.span]:
        story.add(article.text, span)
    return story


def _is_case_heading(article: Article, index: int) -> bool:
    """A heading that names one case, or that a place leads, over a block that tells it."""
    text, block = article.text, article.document.blocks[index]
    if index + 1 >= len(article.document.blocks):
        return False
    if cues.speaks_of_several(text, block.span) or cues.has("part", text, block.span):
        return False
    if cues.has("case", text, block.span) and (cues.has("event", text, block.span) or _code(text, block.span)):
        return True
    is_led = openers.place_led(article, trimmed(text, block.span.start, block.span.end)) is not None
    below = article.document.blocks[index + 1].span
    return is_led and cues.has("headed", text, block.span) and cues.tells_event(text, below)


def _code(text: str, span: Span) -> bool:
    return layout.code_name(text, [span]) is not None


def _resumes(article: Article, index: int, names: Collection[str]) -> bool:
    """Whether the unit after totals comes back to the story: it says so or names the story's people again, or it begins a
    paragraph and is no bureau's work.
    """
    unit = article.units[index]
    if people.named(article.text, [unit.span]) & set(names):
        return True
    if cues.has("back", article.text, unit.span) or _code(article.text, unit.span):
        return True
    start = Span(unit.span.start, min(unit.span.start + WORK_REACH, unit.span.end))
    is_new_block = article.units[index - 1].block != unit.block
    return is_new_block and not cues.has("work", article.text, start)


def _segment(article: Article, story: _Story) -> CaseSegment:
    spans = merged(article.text, story.spans)
    return CaseSegment(spans, story.heading, None, layout.code_name(article.text, spans))


def _whole(article: Article) -> CaseSegment | None:
    """The article as one case: all of it, or from the unit that brings the case in where totals or a meeting come first."""
    first = _first_of_case(article)
    is_report = any(article.is_total(unit.span) for unit in article.body_units()[:OPENING])
    kept: list[Span] = []
    is_suspended = False
    for index, unit in enumerate(article.units):
        if unit.span.start < first or unit.block in article.closed:
            continue
        if article.is_total(unit.span) or (is_report and _leaves(article, index, kept)):
            is_suspended = True
        elif (
            not is_suspended or _resumes(article, index, people.named(article.text, kept)) or _brings_in(article, unit)
        ):
            is_suspended = False
            kept.append(unit.span)
    if not any(cues.tells_event(article.text, span) for span in kept):
        return None
    spans = merged(article.text, kept)
    return CaseSegment(spans, None, None, layout.code_name(article.text, spans))


def _leaves(article: Article, index: int, kept: Sequence[Span]) -> bool:
    """Whether a report goes on here from the case in `kept` to its drive or its next point."""
    unit = article.units[index]
    if _is_drive(article, unit):
        return True
    body = next((u.span.start for u in article.body_units()), 0)
    is_told = any(cues.tells_event(article.text, span) for span in kept if span.start >= body)
    return is_told and _is_next_point(article, index)


def _is_drive(article: Article, unit: Sentence) -> bool:
    """Whether the unit goes back from a case told in passing to the drive that the article reports."""
    return cues.has("drive", article.text, unit.span) and not _brings_in(article, unit)


def _first_of_case(article: Article) -> int:
    """Where the case begins: 0, or after the totals or the report of a bureau's work that come before it."""
    body = article.body_units()
    start = next((u for u in body if _brings_in(article, u)), None)
    if start is None:
        return 0
    before = [u.span for u in body if u.span.end <= start.span.start]
    is_report = any(article.is_total(span) or cues.has("meeting", article.text, span) for span in before)
    return start.span.start if is_report else 0


def _brings_in(article: Article, unit: Sentence) -> bool:
    if unit.block in article.closed or article.is_total(unit.span):
        return False
    if people.victims_introduced(article.text, unit.span):
        return True
    return cues.brings_in_case(article.text, unit.span) and cues.tells_event(article.text, unit.span)


def _has_case(article: Article, segment: CaseSegment) -> bool:
    """Whether the narrative is about a case at all, not about the work of a bureau."""
    own = [unit.span for unit in article.units if segment.covers(unit.span)]
    return segment.code_name is not None or any(_tells_case(article, span) for span in own)


def _tells_case(article: Article, span: Span) -> bool:
    text = article.text
    if cues.brings_in_case(text, span) or cues.has("back", text, span) or cues.has("inquiry", text, span):
        return True
    named = article.agencies_in(span)
    if cues.has("event", text, span) and people.named(text, [span]):
        return True
    if cues.has("event", text, span) and any(a.kind in ("court", "procuratorate") for a in named):
        return True
    return cues.has("few_arrested", text, span) and bool(named)


def headlined(article: Article) -> list[CaseSegment]:
    """Cases that only the headline tells: the body is empty or broken (codebook, section 6)."""
    if any(cues.tells_event(article.text, unit.span) for unit in article.body_units()):
        return []
    titles = [block.span for block in article.document.blocks if block.kind == "title"]
    is_stub = is_empty(article.document)
    return [
        CaseSegment((span,), span, None, layout.code_name(article.text, [span]))
        for title in titles[:1]
        for span in layout.title_parts(article.text, title)
        if (cues.has("event", article.text, span) and cues.has("new_case", article.text, span))
        or (is_stub and cues.has("sum_told", article.text, span) and not article.is_total(span))
    ]
