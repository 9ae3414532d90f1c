"""Markdown files → one article, or the items of a day's bulletin.

Whether a file is a bulletin is weighed in `bulletin_evidence`; here its sections become articles. The bytes of every
section go into an item; an opening summary that items repeat is rejected as `duplicate_summary` (codebook §1), short
connecting text is kept as a field of the item that follows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.ingest.bulletin_evidence import DATE, ENOUGH, Candidate, names_a_bulletin, weigh
from pipelines.ingest.bulletin_terms import BulletinTerms, bulletin_terms, letters
from pipelines.ingest.field_names import Role, field_names
from pipelines.ingest.markdown_sections import RULE, Outline, Section, labelled, links, outline
from pipelines.ingest.results import FileContents
from pipelines.ingest.source_file import SourceFile
from pipelines.ingest.summaries import repeats_others
from pipelines.model.capture import CapturedArticle, Declared, RejectedArticle

_OWN_LETTERS = 15  # that a section needs to tell something
_LOOSE_LETTERS = 40  # that text between items needs to be an item
_FOOTER_LETTERS = 60  # that may stand below a last rule: a time stamp, a link back


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the file in order: an item (`section`), or text that stands between items."""

    start: int
    end: int
    section: Section | None
    is_summary: bool = False


def read_markdown(source: SourceFile) -> FileContents:
    """The articles of a Markdown file: its items if it is a bulletin, otherwise the file."""
    terms = bulletin_terms()
    candidate = _candidate(source.name, outline(source.text), terms)
    if candidate is None or weigh(candidate) < ENOUGH:
        return FileContents((source.whole("text/markdown"),))
    return _split(source, candidate)


def _candidate(name: str, plan: Outline, terms: BulletinTerms) -> Candidate | None:
    """The split at the highest level that has two sections with text of their own; None where there is none."""
    top = _top_title(plan, terms)
    for level in range(1, 7):
        sections = [s for s in plan.sections if s.level == level and not _stands_aside(s, top, terms)]
        told = [s for s in sections if len(letters(plan.own_text(s))) >= _OWN_LETTERS]
        if len(told) >= 2:
            over = top.title if top is not None and top.start < told[0].start and top not in told else None
            return Candidate(name, plan, tuple(sections), over, terms)
    return None


def _top_title(plan: Outline, terms: BulletinTerms) -> Section | None:
    """The heading over the whole file: the first, if it stands higher than the next or names the file itself."""
    if not plan.sections:
        return None
    first = plan.sections[0]
    is_title = letters(first.title) == letters(plan.matter.get("title", "")) or names_a_bulletin(first.title, terms)
    higher = len(plan.sections) > 1 and all(first.level < other.level for other in plan.sections[1:])
    return first if is_title or higher else None


def _stands_aside(section: Section, top: Section | None, terms: BulletinTerms) -> bool:
    """Headings of an item's level that open no item: the file's title, a summary, a part of an article."""
    is_title = top is not None and letters(section.title) == letters(top.title)
    return is_title or terms.is_summary(section.title) or terms.is_part(section.title)


def _split(source: SourceFile, candidate: Candidate) -> FileContents:
    captured: list[CapturedArticle] = []
    rejected: list[RejectedArticle] = []
    notes: list[str] = []
    items = [candidate.text(item) for item in candidate.items]
    for piece in _pieces(candidate):
        text = source.text[piece.start : piece.end].strip()
        number = len(captured) + len(rejected) + 1
        if piece.section is not None or _is_told_here_only(piece, text, items):
            captured.append(_item(source, candidate, piece.section, text, number, notes))
            notes = []
        elif piece.is_summary or len(letters(text)) >= _LOOSE_LETTERS:
            why = f"an opening summary of the {len(items)} items of this file, which are captured"
            rejected.append(source.reject("duplicate_summary", why, number, len(text.encode())))
        elif letters(text):
            notes.append(text)
    if notes:
        captured[-1] = replace(captured[-1], fields={**captured[-1].fields, "bulletin.footer": "\n\n".join(notes)})
    return FileContents(tuple(captured), tuple(rejected))


def _is_told_here_only(piece: _Piece, text: str, items: Sequence[str]) -> bool:
    """Whether a stretch between items is an item too: it tells something that none of them does."""
    statements = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("#"))
    if len(letters(statements)) < (_OWN_LETTERS if piece.is_summary else _LOOSE_LETTERS):
        return False
    return not repeats_others(statements, items, minimum=1)


def _pieces(candidate: Candidate) -> Iterator[_Piece]:
    """The file from the end of its front matter, in order, without gap: items and what stands between them."""
    plan, terms = candidate.outline, candidate.terms
    starts = {item.start: item for item in candidate.items}
    level = candidate.items[0].level
    bounds = [
        s
        for s in plan.sections
        if s.start in starts or s.level < level or (s.level == level and terms.is_summary(s.title))
    ]
    yield _Piece(plan.preamble_start, bounds[0].start, None)
    for index, section in enumerate(bounds):
        end = bounds[index + 1].start if index + 1 < len(bounds) else _without_footer(plan.text, section)
        yield _Piece(section.start, end, starts.get(section.start), terms.is_summary(section.title))
    yield _Piece(end, len(plan.text), None)


def _without_footer(text: str, last: Section) -> int:
    """The end of the last item: a few words below a last rule are the file's and not the item's."""
    rules = list(RULE.finditer(text, last.body_start))
    return rules[-1].start() if rules and len(letters(text[rules[-1].end() :])) < _FOOTER_LETTERS else len(text)


def _item(
    source: SourceFile, candidate: Candidate, section: Section | None, text: str, number: int, notes: list[str]
) -> CapturedArticle:
    """An article of a stretch of the file, without the rules that close it."""
    while closing := next((rule for rule in RULE.finditer(text) if rule.end() == len(text)), None):
        text = text[: closing.start()].rstrip()
    fields = {"bulletin.text": "\n\n".join(notes)} if notes else {}
    if candidate.top:
        fields["bulletin.title"] = candidate.top
    declared = _declared(candidate, section, text)
    return source.item(number, text, "text/markdown", declared, fields, source.section_encoding())


def _declared(candidate: Candidate, section: Section | None, text: str) -> Declared:
    """What the item says of itself, else what the bulletin says of all its items."""
    own, common = _labels(text.split("\n")), _labels([f"{k}: {v}" for k, v in candidate.outline.matter.items()])
    full_page = (url for words, url in links(text) if candidate.terms.is_read_more(words))
    url = own.get("url") or (section.url if section else None) or next(full_page, None)
    published = own.get("published") or _day(candidate.top) or common.get("published") or _day(candidate.name)
    publisher = own.get("publisher") or common.get("publisher")
    return Declared(section.title if section else None, published, publisher, url)


def _labels(lines: list[str]) -> dict[Role, str]:
    """The declared parts among `label: value` lines, the first of each."""
    found: dict[Role, str] = {}
    for key, value in labelled("\n".join(line.strip(" \t*>-") for line in lines)):
        role = field_names().role_of(key)
        if role is not None:
            found.setdefault(role[0], value.strip("* "))
    return found


def _day(words: str | None) -> str | None:
    """The date in a bulletin's title or file name, as it is written."""
    found = DATE.search(words or "")
    return found.group().strip() if found else None
