"""How an article sets its items apart: 案例一, Case 1, "1.", 一、, 【…】, 一是 …; and what the heading of an item is.

Layout only: which items are cases is decided in `segments`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Block, Document
from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.structure.lexicon import pattern, section
from pipelines.normalize.extraction.structure.sentences import trimmed
from pipelines.normalize.extraction.terms import Terms

MAX_HEADING = {"zh": 70, "en": 260, "other": 120}
_TITLE_PARTS = re.compile(r"[|｜丨；;]|——|\s/\s")
_LEADING = re.compile(r"[\s*#>•·●■◆▶]*")


_Mark = tuple[int, int, int | None]  # where a mark begins, where its item's words begin, its number


@record()
class Style:
    """A way of marking items. `explicit` styles say by themselves that the item is a case."""

    name: str
    pattern: re.Pattern[str]
    is_explicit: bool
    is_inside: bool


@record()
class Item:
    """One item: its marker begins at `start`, its words at `body`, its text ends at `end`."""

    start: int
    body: int
    end: int
    number: int | None


@cache
def styles() -> tuple[Style, ...]:
    """The lexicon's styles in order of preference."""
    found = []
    for number, entry in enumerate(section("layout", "styles"), 1):
        try:
            found.append(Style(entry["name"], re.compile(entry["pattern"]), entry["explicit"], entry["inside"]))
        except (KeyError, TypeError, re.error) as error:
            raise ReferenceDataError(f"lexicon layout.yaml: styles[{number}]: {error}") from error
        if "n" not in found[-1].pattern.groupindex:
            raise ReferenceDataError(f"lexicon layout.yaml: styles[{number}]: the group n is missing")
    return tuple(found)


@record()
class Line:
    """A block in which items may be marked: its words begin at `start`, behind blanks and bullets."""

    start: int
    end: int
    is_title: bool


def lines_of(document: Document) -> tuple[Line, ...]:
    """The blocks in which items may be marked."""
    return tuple(_line(document.text, block) for block in document.blocks if block.kind != "caption")


def _line(text: str, block: Block) -> Line:
    leading = _LEADING.match(text, block.span.start, block.span.end)
    return Line(leading.end() if leading else block.span.start, block.span.end, block.kind == "title")


def items_of(document: Document, lines: Sequence[Line], style: Style) -> list[Item]:
    """The items of one style, each ending where the next begins; the last with the part of the article that holds the list."""
    marks = list(_marks(document.text, lines, style))
    if not marks:
        return []
    ends = [*[start for start, _, _ in marks[1:]], _end_of_list(document.text, lines, style, marks)]
    return [Item(start, body, end, number) for (start, body, number), end in zip(marks, ends, strict=True)]


def _end_of_list(text: str, lines: Sequence[Line], style: Style, marks: Sequence[_Mark]) -> int:
    """Where the next part begins, whose number follows that of the part over the list (三、典型案例 … 四、战果); else the end."""
    for outer in styles():
        if outer is style or outer.is_inside or outer.is_explicit:
            continue
        numbered = [(start, number) for start, _, number in _marks(text, lines, outer) if number is not None]
        above = [number for start, number in numbered if start < marks[0][0]]
        following = (start for start, number in numbered if start > marks[-1][0] and above and number == above[-1] + 1)
        if (end := next(following, None)) is not None:
            return end
    return len(text)


def heading_of(document: Document, item: Item) -> Span | None:
    """The item's own heading: its first line where more follows, or the words up to 案 or a colon; None where it has none."""
    text = document.text
    body = item.body
    if text[body : body + 1] == "\n":
        body += 1  # the mark has a line of its own: the heading is the next
    line_end = text.find("\n", body)
    line_end = item.end if line_end < 0 else min(line_end, item.end)
    longest = min(line_end, body + MAX_HEADING[document.language])
    ending = pattern("layout", "heading_end").search(text, body, longest)
    if ending and not re.search(r"[。！？]", text[body : ending.start()]):
        return trimmed(text, item.start, ending.end())
    if line_end - body <= MAX_HEADING[document.language] and text[line_end : item.end].strip():
        return trimmed(text, item.start, line_end) if body < line_end else None
    return None


def title_parts(text: str, title: Span) -> list[Span]:
    """A headline's parts between bars and dashes: sites join several headlines into one."""
    cuts = [(match.start(), match.end()) for match in _TITLE_PARTS.finditer(text, title.start, title.end)]
    starts = [title.start, *[end for _, end in cuts]]
    ends = [*[start for start, _ in cuts], title.end]
    return [span for s, e in zip(starts, ends, strict=True) if len(span := trimmed(text, s, e))]


def code_name(text: str, spans: Sequence[Span]) -> str | None:
    """The case's code name, 3.02 in “3.02”专案, with a full stop between month and day."""
    for words in _code_names():
        for span in spans:
            if match := words.search(text, span.start, span.end):
                return re.sub(r"\s?[．·・•\-]\s?", ".", match["code"])
    return None


@cache
def _code_names() -> tuple[Terms, ...]:
    return tuple(Terms([section("layout", key)], flags=0) for key in ("code_name", "code_name_en"))


def without_mark(heading: str) -> str:
    """The heading's words without its item mark and the full stop or colon at its end."""
    bare = heading
    for style in styles():
        match = style.pattern.match(bare)
        if match and style.name != "square" and len(match.group()) < len(bare):
            bare = bare[match.end() :]
            break
    return bare.strip().rstrip("。：:. ")


def _marks(text: str, lines: Sequence[Line], style: Style) -> Iterator[_Mark]:
    for line in lines:
        if line.is_title and not style.is_explicit:
            continue
        if style.is_inside:
            for match in style.pattern.finditer(text, line.start, line.end):
                yield match.start(), match.end(), _number(match["n"])
        elif only := style.pattern.match(text, line.start, line.end):
            yield only.start(), only.end(), _number(only["n"])


def _number(written: str) -> int | None:
    numerals = section("layout", "numerals")
    word = written.lower()
    if word.isdecimal():
        return int(word)
    if word in numerals:
        return int(numerals[word])
    tens, _, units = word.partition("十")
    if not word or "十" not in word:
        return None
    return 10 * int(numerals.get(tens, 1)) + int(numerals.get(units, 0))
