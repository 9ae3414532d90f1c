"""Cases set apart as items of a list: 案例一, Case 1, "1.", （一）, ①, 【…】, 第一起. Which words mark an item is `layout`'s business.

A list that calls its items cases is believed; any other needs two items that each tell one case.
"""

from collections.abc import Sequence

from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import CaseSegment
from pipelines.normalize.extraction.structure import cues, layout, openers, people
from pipelines.normalize.extraction.structure.article import Article, merged
from pipelines.normalize.extraction.structure.sentences import trimmed

LEAST = 2  # items that make a list where none is called a case
FIRST_WORDS = 14  # characters of an item in which it says that it counts cases


@record()
class List:
    """The cases of a list, and where the list ends: at the end of the text, or where the next part of the article begins."""

    cases: list[CaseSegment]
    end: int


def listed(article: Article) -> List:
    """The list that holds most cases."""
    best = List([], 0)
    lines = layout.lines_of(article.document)
    for style in layout.styles():
        items = layout.items_of(article.document, lines, style)
        if not items or (len(items) < LEAST and not style.is_explicit):
            continue
        found = [segment for item in items if (segment := _segment(article, item, style.is_explicit))]
        if found and style.is_explicit:
            return List(found, items[-1].end)
        if len(found) >= LEAST and len(found) > len(best.cases):
            best = List(found, items[-1].end)
    return best


def _segment(article: Article, item: layout.Item, is_explicit: bool) -> CaseSegment | None:
    heading = layout.heading_of(article.document, item)
    kept = _kept(article, item, heading)
    spans = merged(article.text, [heading, *kept] if heading else kept)
    if not spans or not (_is_named_case(article, heading, is_explicit) or _tells_event(article, spans)):
        return None
    if not is_explicit and (_counts_cases(article, item) or not _is_one_case(article, heading, spans)):
        return None
    if not is_explicit and (_goes_on(article, spans) or _sums_up(article, item, heading, kept)):
        return None
    if cues.is_other_crime(article.text, spans) or (not is_explicit and article.is_abroad(spans)):
        return None
    return CaseSegment(spans, heading, item.number, layout.code_name(article.text, spans))


def _is_named_case(article: Article, heading: Span | None, is_explicit: bool) -> bool:
    """Whether a list of cases names this one: its heading is believed, however the text tells it."""
    return is_explicit and heading is not None and cues.has("case", article.text, heading)


def _tells_event(article: Article, spans: Sequence[Span]) -> bool:
    return any(cues.tells_event(article.text, span) for span in spans)


def _kept(article: Article, item: layout.Item, heading: Span | None) -> list[Span]:
    """The item's units without advice, tricks and totals."""
    kept: list[Span] = []
    start = heading.end if heading else item.start
    own_block = next((u.block for u in article.units if u.span.end > item.start), None)
    for unit in article.units:
        if unit.span.end <= start or unit.span.start >= item.end:
            continue
        span = trimmed(article.text, max(unit.span.start, start), min(unit.span.end, item.end))
        if unit.block in article.closed and unit.block != own_block:
            break
        is_own_line = span.start <= item.body
        if not len(span) or article.is_total(span) or (not is_own_line and cues.is_trick(article.text, span)):
            continue
        kept.append(span)
    return kept


def _is_one_case(article: Article, heading: Span | None, spans: Sequence[Span]) -> bool:
    """Whether the item tells one case: its heading names one, or a body or place leads it, or it brings a case in."""
    text = article.text
    if heading is not None:
        if cues.speaks_of_several(text, heading) or cues.has("part", text, heading):
            return False
        if cues.has("case", text, heading):
            return True
    if any(cues.brings_in_case(text, span) for span in spans):
        return True
    units = [unit.span for unit in article.units if any(span.contains(unit.span) for span in spans)]
    if any(cues.tells_event(text, unit) and people.named(text, [unit]) for unit in units):
        return True
    return openers.place_led(article, spans[0]) is not None and any(
        cues.has("few_arrested", text, span) or cues.has("person", text, span) for span in spans
    )


def _goes_on(article: Article, kept: Sequence[Span]) -> bool:
    """Whether the item is a part of a case told before it: it points back before it names any place, person or act."""
    for unit in (unit.span for unit in article.units if any(span.contains(unit.span) for span in kept)):
        if cues.refers_back(article.text, unit):
            return True
        is_placed = bool(article.agencies_in(unit) or article.places_in(unit))
        is_new = cues.brings_in_case(article.text, unit) or bool(people.named(article.text, [unit]))
        if is_placed or is_new or cues.tells_event(article.text, unit):
            return False
    return False


def _sums_up(article: Article, item: layout.Item, heading: Span | None, kept: Sequence[Span]) -> bool:
    """Whether the item gives totals, and beside them nothing but its heading tells an act."""
    is_total = any(item.start <= total.start < item.end for total in article.totals)
    return is_total and heading is not None and not _tells_event(article, kept)


def _counts_cases(article: Article, item: layout.Item) -> bool:
    """Whether the item sums up several cases of a kind (2起系冒充公检法诈骗): it says so first, and none of them is solved."""
    first = Span(item.body, min(item.body + FIRST_WORDS, item.end))
    return cues.speaks_of_several(article.text, first) and not cues.has("solved", article.text, first)
