"""How an article begins: its headline, found or chosen, the furniture before it, and the credits around the text.

Deciding what counts among several sources is the business of `metadata`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipelines.normalize.documents.boilerplate import is_furniture, is_prose, speaks_for_site
from pipelines.normalize.documents.credits import Credit, credit_line, credit_tail, signer_of
from pipelines.normalize.documents.datelines import Dateline, split_dateline
from pipelines.normalize.documents.headlines import (
    clean_headline,
    glued_name,
    names_site,
    original_headline,
    same_headline,
)
from pipelines.normalize.documents.kinds import is_numbered
from pipelines.normalize.documents.lines import Line
from pipelines.normalize.documents.mapped import Mapped
from pipelines.normalize.documents.publishers import url_in
from pipelines.normalize.documents.sources import Sources

_MAX_HEADLINE = 70
_MIN_HEADLINE = 4
_MAX_LATIN_WORDS = 40
_LABELLED = re.compile(r"[^：:“]{2}[:：]")
_SEARCHED = 60
_FIRST_LINES = 6
_MOSTLY = 0.6
_SIZE_STEP = 1.15
_SENTENCE_END = re.compile(r"[。；;，,：:][”’」』\"')）\]】]*$|(?<=[a-z0-9]{3})\.$")
_HAN = re.compile("[\u3400-\u9fff]")
_BRACKETED = re.compile(r"【#?([^【】#]{6,45})#?】\s*(?=\S)")
_CRY = re.compile(r"^[^。]+[？！?!]$")
_ONLY_SIGNS = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Opening:
    """A headline (None where the captured text has none), where it came from, and the lines that follow it."""

    headline: Mapped | None
    lines: tuple[Line, ...]
    glued: str | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """What bylines, brackets and datelines say. `plain` days stand under a label of publication before the text.

    `signed` and `signer`: the day below the text, alone or beside a source, and the body named above a day that stands alone.
    """

    sources: tuple[str, ...] = ()
    plain: date | None = None
    loose: date | None = None
    dateline: Dateline | None = None
    outlet: str | None = None
    urls: tuple[str, ...] = field(default=())
    signed: date | None = None
    signer: str | None = None


def with_headline_first(lines: Sequence[Line], sources: Sources, removed: "Counter[str]") -> Opening:
    """Choose the headline; leave out what stands before it, and each line that only repeats it."""
    rest, original = _without_original(lines, removed)
    known, at = _choose(rest, sources)
    known = known or original
    if known is None:
        return _bracketed(rest)
    everything = tuple(rest)
    if at is not None:
        rest = _after_headline(rest, at, removed)
    headline = clean_headline(known, sources.names())
    kept = [line for line in rest if not same_headline(line.chars, headline.chars)]
    removed["repeated_headline"] += len(rest) - len(kept)
    first = next((line for line in kept if credit_line(line.chars) is None), None)
    if first is not None and headline.chars and headline.starts[0] > first.text.starts[0]:
        return Opening(None, everything)
    return Opening(headline if headline.chars else None, tuple(kept), glued_name(known.chars))


def _bracketed(lines: Sequence[Line]) -> Opening:
    """A post whose first paragraph begins with its headline in brackets, "【…】"."""
    match = _BRACKETED.match(lines[0].chars) if lines else None
    if match is None or match.end() >= len(lines[0].chars):
        return Opening(None, tuple(lines))
    headline = lines[0].text.cut(*match.span(1))
    rest = lines[0].with_text(lines[0].text.cut(match.end(), len(lines[0].text)).strip())
    return Opening(headline, (rest, *lines[1:]))


def _choose(lines: Sequence[Line], sources: Sources) -> tuple[Mapped | None, int | None]:
    """The headline, and the line that it is, if it is one.

    A header's headline counts before all others, a page's `<title>` only where the page does not show one of its own.
    """
    stated = sources.header.title or sources.page.title
    sought = clean_headline(stated, sources.names()).chars if stated else sources.declared_headline()
    at = _find(lines, sought)
    if at is None and sources.header.title is None:
        if sought and names_site(sought):
            stated = None
        at = _guess(lines) if stated is None else _largest(lines)
    if at is None:
        return stated, None
    shown = _unnumbered(lines[at].text, sources.declared_headline())
    return (
        shown if stated is None or shown.starts[0] < stated.starts[0] or sources.header.title is None else stated
    ), at


def with_credits_read(opening: Opening, removed: "Counter[str]") -> tuple[list[Line], Credits]:
    """The lines without credit lines, credit brackets and datelines, and what those said."""
    credits = Credits()
    kept: list[Line] = []
    begun = False
    for line in opening.lines:
        credit = credit_line(line.chars)
        if credit is not None and not (line.level and not credit.source):
            if begun and not credit.names_somebody:
                if credit.bare_day:
                    signer = signer_of(kept[-1].chars) if kept else None
                    credits = replace(credits, signed=credit.published, signer=signer or credits.signer)
                kept.append(line)
                continue
            credits = _with_credit(credits, credit, begun)
            if not begun:
                removed["credit"] += 1
            else:
                kept.append(line.in_zone("credit"))
            continue
        text, tail = credit_tail(line.text)
        if tail is not None:
            credits = _with_credit(credits, tail, True)
            removed["credit"] += 1
        text, dateline = split_dateline(text) if not line.level else (text, None)
        if dateline is not None:
            credits = _with_dateline(credits, dateline, first=not begun)
            removed["dateline"] += 1
        if "://" in line.chars and speaks_for_site(line) and (url := url_in(line.chars)):
            credits = replace(credits, urls=(*credits.urls, url))
        if text.chars and not _ONLY_SIGNS.fullmatch(text.chars):
            kept.append(line.with_text(text))
            begun = begun or is_prose(line)
    return kept, credits


def _with_credit(credits: Credits, credit: Credit, begun: bool) -> Credits:
    if credit.source:
        credits = replace(credits, sources=(*credits.sources, credit.source))
    if not credit.published:
        return credits
    if begun:
        return replace(credits, signed=credit.published)
    if credit.dated_plainly:
        return replace(credits, plain=credits.plain or credit.published)
    return replace(credits, loose=credits.loose or credit.published)


def _with_dateline(credits: Credits, dateline: Dateline, first: bool) -> Credits:
    if not first:
        return credits
    return replace(credits, dateline=credits.dateline or dateline, outlet=credits.outlet or dateline.outlet)


def _without_original(lines: Sequence[Line], removed: "Counter[str]") -> tuple[list[Line], Mapped | None]:
    """The lines without "原标题：…", and the headline that it named."""
    kept, found = [], None
    for at, line in enumerate(lines):
        headline = original_headline(line.text) if at < _SEARCHED and len(line.chars) <= _MAX_HEADLINE * 2 else None
        if headline is not None and headline.chars:
            found = found or headline
            removed["original_headline"] += 1
        else:
            kept.append(line)
    return kept, found


def _unnumbered(shown: Mapped, declared: str | None) -> Mapped:
    """A bulletin's heading without the number that the bulletin gave it."""
    if declared and shown.chars.endswith(declared) and is_numbered(shown.chars):
        return shown.cut(len(shown) - len(declared), len(shown))
    return shown


def _find(lines: Sequence[Line], headline: str | None) -> int | None:
    """The last line before the prose that is the headline: pages repeat it above their menus."""
    if not headline:
        return None
    found = None
    for at, line in enumerate(lines[:_SEARCHED]):
        if is_prose(line) and not same_headline(line.chars, headline):
            break
        if same_headline(line.chars, headline):
            found = at
    return found


def _guess(lines: Sequence[Line]) -> int | None:
    """A headline by its markup (the largest heading, the largest letters), else the first line if it reads like one."""
    largest = _largest(lines)
    if largest is not None:
        return largest
    sizes = [(line.size, -at) for at, line in enumerate(lines[:_FIRST_LINES]) if line.size and not is_prose(line)]
    if len(sizes) > 1:
        size, at = max(sizes)
        if size >= _SIZE_STEP * min(sizes)[0]:
            return -at
    for at, line in enumerate(lines[:_FIRST_LINES]):
        if is_prose(line):
            return at if _stands_over_credits(lines, at) else None
        if _reads_like_headline(line) and at + 1 < len(lines):
            return at
    return None


def _stands_over_credits(lines: Sequence[Line], at: int) -> bool:
    """Whether a short line that ends in a question or a cry is the headline: the article's credits stand right under it."""
    chars = lines[at].chars
    if len(chars) > _MAX_HEADLINE or not _CRY.search(chars) or at + 1 == len(lines):
        return False
    below = lines[at + 1].chars
    return credit_line(below) is not None


def _largest(lines: Sequence[Line]) -> int | None:
    """The heading of the first level above the prose; in a file that begins with a heading, that one."""
    head = [at for at, line in enumerate(lines[:_SEARCHED]) if line.level == 1]
    if head and not any(is_prose(line) for line in lines[: head[0]]):
        return head[-1] if len({lines[at].chars for at in head}) == 1 else head[0]
    return 0 if not head and len(lines) > 1 and lines[0].level else None


def _reads_like_headline(line: Line) -> bool:
    chars = line.chars
    if line.linked > _MOSTLY * len(line.text) or names_site(chars):
        return False
    if speaks_for_site(line) or credit_line(chars) is not None or is_numbered(chars) or line.kind == "list_item":
        return False
    if is_furniture(line) or _SENTENCE_END.search(chars):
        return False
    if _HAN.search(chars):
        return _MIN_HEADLINE <= len(chars) <= _MAX_HEADLINE and not _LABELLED.match(chars)
    return 3 <= len(chars.split()) <= _MAX_LATIN_WORDS


def _after_headline(lines: Sequence[Line], at: int, removed: "Counter[str]") -> list[Line]:
    """The lines after the headline's; those before it go, unless they are prose or credits."""
    before = [line for line in lines[:at] if is_prose(line) or credit_line(line.chars) is not None]
    if any(is_prose(line) for line in before):
        removed["repeated_headline"] += 1
        return [line for index, line in enumerate(lines) if index != at]
    removed["before_headline"] += at - len(before)
    return before + list(lines[at + 1 :])
