"""The steps in their order: captured article in, document out. Each step is a module of its own; here is only the order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipelines.model.capture import CapturedArticle, MediaType
from pipelines.model.document import Block, Document
from pipelines.model.span import Span
from pipelines.normalize.documents.boilerplate import without_chrome, without_ending, without_furniture
from pipelines.normalize.documents.damage import damaged_spans
from pipelines.normalize.documents.front_matter import split_front_matter
from pipelines.normalize.documents.hypertext import has_blocks, read_hypertext
from pipelines.normalize.documents.kinds import with_kinds
from pipelines.normalize.documents.language import language_of
from pipelines.normalize.documents.lines import Facts, Line
from pipelines.normalize.documents.mapped import Mapped, between, concatenate, empty, mapped
from pipelines.normalize.documents.markdown import looks_like_markdown, read_markdown
from pipelines.normalize.documents.metadata import resolve
from pipelines.normalize.documents.opening import Opening, with_credits_read, with_headline_first
from pipelines.normalize.documents.plain import read_plain
from pipelines.normalize.documents.script import Writing, original_script, plain_writing, simplified, writing_of
from pipelines.normalize.documents.sources import Sources
from pipelines.normalize.documents.wrapping import rejoined


def read_document(capture: CapturedArticle) -> Document:
    """The document of a captured article. Pure and deterministic; never raises for what an article holds."""
    captured = capture.text
    removed: Counter[str] = Counter()
    header, body = split_front_matter(mapped(captured))
    page, lines = _lines(body, capture.media_type)
    writing = _writing(header, page, lines)
    lines = [line.with_text(_written(line.text, writing)) for line in lines]
    sources = Sources(capture.declared, _facts(header, writing), _facts(page, writing))
    opening = with_headline_first(without_chrome(lines, removed), sources, removed)
    lines, credits = with_credits_read(opening, removed)
    lines = without_ending(lines, removed)
    lines = without_furniture(lines, sources.names() | frozenset(credits.sources), removed)
    blocks = with_kinds(rejoined(lines))
    text, spans = _assemble(opening, blocks)
    language = language_of(text.chars or (capture.declared.title or ""))
    meta = resolve(sources, opening, credits, language)
    return Document(
        captured_text=captured,
        text=text.chars,
        starts=text.starts,
        ends=text.ends,
        blocks=spans,
        damaged=damaged_spans(text, captured),
        language=language,
        script=original_script(writing, language),
        title=meta.title,
        publisher=meta.publisher,
        url=meta.url,
        published_on=meta.published_on,
        published_basis=meta.published_basis,
        notes=tuple(f"removed {count} lines: {rule}" for rule, count in sorted(removed.items()) if count),
    )


def _lines(body: Mapped, media_type: MediaType) -> tuple[Facts, list[Line]]:
    """The reader that fits: the declared type counts, but a text is read as what it plainly is."""
    if media_type == "text/html":
        return read_hypertext(body, whole_page=True)
    if has_blocks(body.chars) and not (media_type == "text/markdown" and looks_like_markdown(body.chars)):
        return read_hypertext(body, whole_page="</html>" in body.chars.lower())
    if media_type == "text/markdown" or looks_like_markdown(body.chars):
        return Facts(), read_markdown(body)
    return Facts(), read_plain(body)


def _writing(header: Facts, page: Facts, lines: Sequence[Line]) -> Writing:
    titles = [facts.title.chars for facts in (header, page) if facts.title]
    return writing_of("\n".join([*titles, *(line.chars for line in lines)]))


def _written(text: Mapped, writing: Writing) -> Mapped:
    return simplified(plain_writing(text), writing)


def _facts(facts: Facts, writing: Writing) -> Facts:
    """The facts in the one way of writing."""
    strings = {
        name: _written(mapped(value), writing).chars
        for name in ("publisher", "author", "site")
        if (value := getattr(facts, name)) is not None
    }
    title = None if facts.title is None else _written(facts.title, writing)
    return replace(facts, title=title, **strings)


def _assemble(opening: Opening, lines: Sequence[Line]) -> tuple[Mapped, tuple[Block, ...]]:
    """One text, a newline between blocks, the headline first."""
    kinds = ["title"] if opening.headline else []
    texts = [opening.headline] if opening.headline else []
    kinds += [line.kind for line in lines]
    texts += [line.text for line in lines]
    parts: list[Mapped] = []
    blocks: list[Block] = []
    at = 0
    for kind, text in zip(kinds, texts, strict=True):
        if parts:
            parts.append(between(parts[-1], text, "\n"))
            at += 1
        parts.append(text)
        blocks.append(Block(kind, Span(at, at + len(text))))  # type: ignore[arg-type]
        at += len(text)
    return (concatenate(parts) if parts else empty()), tuple(blocks)
