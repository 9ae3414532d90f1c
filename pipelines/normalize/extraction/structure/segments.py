"""Case segments: the stretches of text that each tell one case.

Items set apart as a list come first (案例一, "1.", headings); otherwise the article is read as a narrative, one case unless
new cases are brought in. Totals, advice and tricks belong to no segment. Codebook, section 2: a case is one investigation
or incident in which somebody was arrested, a gang or den was broken up, or a victim lost money.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import AgencyMention, CaseSegment
from pipelines.normalize.extraction.structure import cues, layout
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.lexicon import pattern
from pipelines.normalize.extraction.structure.sentences import Sentence, split_sentences, trimmed

LIST_MARK = 3  # characters of a bullet before the body that a line of news begins with
_TITLE_PARTS = re.compile(r"[|｜丨；;]|——|\s/\s")


@dataclass(frozen=True, slots=True)
class _Article:
    document: Document
    sentences: tuple[Sentence, ...]
    agencies: tuple[AgencyMention, ...]
    closed: frozenset[int]  # blocks of advice and outlook
    totals: tuple[Span, ...]  # sentences that give totals over many cases

    @property
    def text(self) -> str:
        return self.document.text

    def is_total(self, span: Span) -> bool:
        """Whether the span is a sentence of totals, or a part of one."""
        return any(total.contains(span) for total in self.totals)


def find_segments(document: Document, agencies: Sequence[AgencyMention]) -> tuple[CaseSegment, ...]:
    """The cases in the order of the text; their spans never overlap."""
    sentences = split_sentences(document)
    article = _Article(
        document, sentences, tuple(agencies), _closed_blocks(document), cues.totals(document.text, sentences)
    )
    return tuple(_headlined(article) or _listed(article) or _narrated(article))


def _listed(article: _Article) -> list[CaseSegment]:
    """Cases set apart as items. A list that is not called one of cases needs two of them to count."""
    best: list[CaseSegment] = []
    for style in layout.styles():
        items = layout.items_of(article.document, style)
        found = [segment for item in items if (segment := _item_segment(article, item, style.is_explicit))]
        if found and style.is_explicit:
            return found
        if len(found) >= 2 and len(found) > len(best):
            best = found
    return best


def _item_segment(article: _Article, item: layout.Item, is_explicit: bool) -> CaseSegment | None:
    heading = layout.heading_of(article.document, item)
    kept = _item_sentences(article, item, heading)
    spans = _merged(article.text, [heading, *kept] if heading else kept)
    if not spans or not any(cues.tells_event(article.text, span) for span in spans):
        return None
    if not is_explicit and not _is_one_case(article, heading, spans):
        return None
    return CaseSegment(tuple(spans), heading, item.number, layout.code_name(article.text, spans))


def _item_sentences(article: _Article, item: layout.Item, heading: Span | None) -> list[Span]:
    kept: list[Span] = []
    start = heading.end if heading else item.start
    own_block = next((s.block for s in article.sentences if s.span.end > item.start), None)
    for sentence in article.sentences:
        if sentence.span.end <= start or sentence.span.start >= item.end:
            continue
        span = trimmed(article.text, max(sentence.span.start, start), min(sentence.span.end, item.end))
        if sentence.block in article.closed and sentence.block != own_block:
            break
        is_own_line = span.start <= item.body
        if not len(span) or article.is_total(span) or (not is_own_line and cues.is_trick(article.text, span)):
            continue
        kept.append(span)
    return kept


def _is_one_case(article: _Article, heading: Span | None, spans: Sequence[Span]) -> bool:
    if heading is not None:
        if cues.speaks_of_several(article.text, heading) or cues.has("part", article.text, heading):
            return False
        if cues.has("case", article.text, heading):
            return True
    return any(cues.brings_in_case(article.text, span) for span in spans)


def _narrated(article: _Article) -> list[CaseSegment]:
    """One case through the whole article, or one for each block that brings in a new one."""
    starts = _case_starts(article)
    if len(starts) >= 2:
        ends = [*starts[1:], len(article.document.blocks)]
        found = [_block_segment(article, start, end) for start, end in zip(starts, ends, strict=True)]
        segments = [segment for segment in found if segment is not None]
        if len(segments) >= 2:
            return [segment for segment in segments if not _is_other_crime(article.text, segment)]
    whole = _block_segment(article, _narrative_start(article), len(article.document.blocks))
    return [whole] if whole and _has_case(article, whole) else []


def _is_other_crime(text: str, segment: CaseSegment) -> bool:
    """Whether a story of a mixed bulletin is about another crime: it holds that crime's words and none of the domain's."""
    words = "\n".join(span.of(text) for span in segment.spans)
    if any(pattern("gate", key).search(words) for key in ("strong", "weak")):
        return False
    return pattern("gate", "other").search(words) is not None


def _narrative_start(article: _Article) -> int:
    """0, or in a bureau's report (totals before its case) the block that brings the case in."""
    first_case = next((i for i in _body_blocks(article) if _brings_in(article, i)), 0)
    before = [s for s in article.sentences if s.block < first_case and article.is_total(s.span)]
    return first_case if before else 0


def _brings_in(article: _Article, index: int) -> bool:
    own = [s.span for s in article.sentences if s.block == index and not article.is_total(s.span)]
    return any(cues.brings_in_case(article.text, span) and cues.tells_event(article.text, span) for span in own)


def _headlined(article: _Article) -> list[CaseSegment]:
    """Cases that only the headline tells: the body is empty or broken (codebook, section 6)."""
    body = [s for s in article.sentences if article.document.blocks[s.block].kind != "title"]
    if any(cues.tells_event(article.text, sentence.span) for sentence in body):
        return []
    titles = [block.span for block in article.document.blocks if block.kind == "title"]
    return [
        CaseSegment((span,), span, None, layout.code_name(article.text, [span]))
        for title in titles[:1]
        for span in _title_parts(article.text, title)
        if cues.has("event", article.text, span) and cues.has("new_case", article.text, span)
    ]


def _title_parts(text: str, title: Span) -> list[Span]:
    cuts = [(match.start(), match.end()) for match in _TITLE_PARTS.finditer(text, title.start, title.end)]
    starts = [title.start, *[end for _, end in cuts]]
    ends = [*[start for start, _ in cuts], title.end]
    return [span for s, e in zip(starts, ends, strict=True) if len(span := trimmed(text, s, e))]


def _block_segment(article: _Article, first: int, last: int) -> CaseSegment | None:
    kept = [
        sentence.span
        for sentence in article.sentences
        if first <= sentence.block < last
        and sentence.block not in article.closed
        and not article.is_total(sentence.span)
    ]
    if not any(cues.tells_event(article.text, span) for span in kept):
        return None
    block = article.document.blocks[first]
    is_headed = first > 0 and cues.is_heading(article.text, block, article.document.language) and block.kind != "title"
    heading = trimmed(article.text, block.span.start, block.span.end) if is_headed else None
    if heading is not None and heading not in kept:
        kept.insert(0, heading)
    spans = _merged(article.text, kept)
    return CaseSegment(tuple(spans), heading, None, layout.code_name(article.text, spans))


def _has_case(article: _Article, segment: CaseSegment) -> bool:
    """Whether the narrative is about a case at all, not about the work of a bureau."""
    named = [agency for agency in article.agencies if agency.adcode is not None]
    own = [sentence.span for sentence in article.sentences if segment.covers(sentence.span)]
    return segment.code_name is not None or any(
        cues.brings_in_case(article.text, span)
        or cues.has("back", article.text, span)
        or (cues.has("few_arrested", article.text, span) and any(span.contains(agency.span) for agency in named))
        for span in own
    )


def _case_starts(article: _Article) -> list[int]:
    """Blocks at which a new case begins: a heading that names one, another agency's opening sentence, 另一起 …"""
    starts: list[int] = []
    current: str | None = None
    for index in _body_blocks(article):
        if _is_case_heading(article, index):
            starts.append(index)
            current = None
            continue
        if _is_fresh(article, index):
            starts += [_body_blocks(article)[0]] * (not starts)
            starts.append(index)
            current = None
            continue
        agency = _opening_agency(article, index)
        if agency is None:
            continue
        if not starts or (current is not None and not _related(current, agency)):
            starts.append(_with_heading(article, index, starts))
        current = agency
    return sorted(set(starts))


def _body_blocks(article: _Article) -> list[int]:
    kinds = ("title", "caption")
    blocks = article.document.blocks
    return [i for i in range(len(blocks)) if i not in article.closed and blocks[i].kind not in kinds]


def _with_heading(article: _Article, index: int, starts: Sequence[int]) -> int:
    """The block, or the heading right before it."""
    before = index - 1
    is_free = before > 0 and before not in article.closed and before not in starts
    if not is_free or article.document.blocks[before].kind == "title":
        return index
    return (
        before if cues.is_heading(article.text, article.document.blocks[before], article.document.language) else index
    )


def _is_fresh(article: _Article, index: int) -> bool:
    first = _first_sentence(article, index)
    return first is not None and cues.has("fresh", article.text, first) and cues.tells_event(article.text, first)


def _first_sentence(article: _Article, index: int) -> Span | None:
    return next((s.span for s in article.sentences if s.block == index), None)


def _is_case_heading(article: _Article, index: int) -> bool:
    block = article.document.blocks[index]
    if not cues.is_heading(article.text, block, article.document.language) or index + 1 >= len(article.document.blocks):
        return False
    if cues.speaks_of_several(article.text, block.span) or not cues.has("case", article.text, block.span):
        return False
    return cues.has("event", article.text, block.span)


def _opening_agency(article: _Article, index: int) -> str | None:
    """The place of the body that the block's first sentence brings a case in with; None where it does not."""
    first = _first_sentence(article, index)
    if first is None or cues.has("back", article.text, first) or article.is_total(first):
        return None
    is_new, is_timed = cues.has("new_case", article.text, first), cues.has("time", article.text, first)
    leads = any(a.adcode and first.start <= a.span.start <= first.start + LIST_MARK for a in article.agencies)
    if not (is_new and (is_timed or leads)) and not (is_timed and cues.has("few_arrested", article.text, first)):
        return None
    named = [a.adcode for a in article.agencies if a.adcode and first.contains(a.span) and a.kind == "police"]
    return max(named, key=geo.level) if named else None


def _related(one: str, other: str) -> bool:
    return geo.contains(one, other) or geo.contains(other, one)


def _closed_blocks(document: Document) -> frozenset[int]:
    """Blocks of advice, tricks and outlook; a closing heading closes what follows until a heading resumes the cases."""
    closed: set[int] = set()
    is_open = True
    for index, block in enumerate(document.blocks):
        if block.kind == "title":
            continue
        if cues.is_closing(document.text, block):
            closed.add(index)
            is_open = not cues.is_heading(document.text, block, document.language)
            continue
        if (
            not is_open
            and cues.is_heading(document.text, block, document.language)
            and cues.has("resuming", document.text, block.span)
        ):
            is_open = True
        if not is_open:
            closed.add(index)
    return frozenset(closed)


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """Neighbours that only white space parts become one span."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not text[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged
