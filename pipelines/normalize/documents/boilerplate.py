"""Step 4: which lines are the article. Navigation, link lists, teasers, footers, controls and advertisements go.

The evidence is general: where a line stands, whether it is prose, how much of it is linked, and words that only sites use
(`lexicon/furniture.yaml`). When in doubt a line stays. Every removal is counted under the name of its rule.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from pipelines.normalize.documents.lexicons import patterns
from pipelines.normalize.documents.lines import Line

_PROSE_MIN = 20
_LATIN_PROSE_MIN = 80
_FURNITURE_MAX = 120
_TAIL_MAX = 400
_LINKED = 0.6
_LINK_RUN = 3
_MENU_MAX = 12
_RESUME = 2
_SENTENCE_END = re.compile(r"[。！？!?.…][”’」』\"')）\]】]*$")
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[\w\u3400-\u9fff]")
_CODE = re.compile(r"^(?=\S*\d)(?=\S*[A-Z])[A-Z0-9][A-Z0-9\-./]{4,}$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_URL_END = re.compile(r"https?://\S+$")


def is_prose(line: Line) -> bool:
    """Whether a line is running text: long enough, with the end of a sentence, not mostly a link."""
    chars = line.text.chars
    if len(chars) < _PROSE_MIN or line.zone == "credit" or (line.linked and line.linked > _LINKED * len(chars)):
        return False
    return _reads_as_prose(chars)


def without_chrome(lines: Sequence[Line], removed: "Counter[str]") -> list[Line]:
    """Without what stands in elements that name themselves navigation or footer, unless most of the prose does."""
    if not any(line.zone for line in lines):
        return list(lines)
    chrome = sum(len(line.text) for line in lines if line.zone and is_prose(line))
    prose = sum(len(line.text) for line in lines if is_prose(line))
    if prose and chrome * 2 >= prose:
        return list(lines)
    kept = [line for line in lines if not line.zone]
    if not any(_SENTENCE_END.search(line.chars) for line in kept):
        return list(lines)
    removed["chrome"] += len(lines) - len(kept)
    return kept


def without_ending(lines: Sequence[Line], removed: "Counter[str]") -> list[Line]:
    """Without what follows the end mark, lists of other stories, and the foot of the page."""
    lines = _cut_at_end(lines, removed)
    lines = _without_related(lines, removed)
    return _without_tail(lines, removed)


def without_furniture(lines: Sequence[Line], names: frozenset[str], removed: "Counter[str]") -> list[Line]:
    """Without single lines that are a page's furniture, runs of links, and lines that only repeat the site's name."""
    kept = []
    for line in lines:
        rule = _furniture(line, names)
        if rule:
            removed[rule] += 1
        else:
            kept.append(line)
    return _without_link_runs(kept, removed)


def speaks_for_site(line: Line) -> bool:
    """Whether a line holds words of a desk or a site: the sign of a page's foot.

    Of prose more is asked: victims scan codes, follow accounts and load apps in the stories themselves.
    """
    if line.zone == "credit":
        return True
    if is_prose(line):
        return not _is_narrative(line)
    return len(line.text) <= _TAIL_MAX and _tail().search(line.chars) is not None


def is_furniture(line: Line) -> bool:
    """Whether a line is a page's furniture by itself, wherever it stands."""
    return _furniture(line, frozenset()) is not None


def _furniture(line: Line, names: frozenset[str]) -> str | None:
    chars = line.chars
    if line.zone == "credit":
        return "credit"
    if not _WORD.search(chars):
        return "no_words"
    if len(chars) > _FURNITURE_MAX or is_prose(line):
        return None
    if chars.strip("【】[]《》 ") in names:
        return "site_name"
    return "furniture" if _whole().fullmatch(chars) else None


def _cut_at_end(lines: Sequence[Line], removed: "Counter[str]") -> list[Line]:
    for at, line in enumerate(lines):
        if len(line.chars) <= _FURNITURE_MAX and _end().fullmatch(line.chars) and _has_prose(lines[:at]):
            removed["end_mark"] += len(lines) - at
            return list(lines[:at])
    return list(lines)


def _without_related(lines: Sequence[Line], removed: "Counter[str]") -> list[Line]:
    """A list of other stories goes to its end: where two paragraphs of unlinked prose follow each other, or the file ends.

    Where bare addresses follow the list's head, they are the list.
    """
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        if len(lines[at].chars) <= _FURNITURE_MAX and _related().fullmatch(lines[at].chars):
            after = _list_end(lines, at + 1)
            removed["related"] += after - at
            at = after
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _list_end(lines: Sequence[Line], start: int) -> int:
    at = start
    while at < len(lines) and _ADDRESS.fullmatch(lines[at].chars):
        at += 1
    if at > start:
        return at
    for at in range(start, len(lines) - _RESUME + 1):
        if all(is_prose(line) and not line.linked and not speaks_for_site(line) for line in lines[at : at + _RESUME]):
            return at
    return len(lines)


def _without_tail(lines: Sequence[Line], removed: "Counter[str]") -> list[Line]:
    """From the first line in which the site speaks and after which no line of narrative follows."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if _is_narrative(lines[at])), None)
    if last is None:
        last = next((at for at, line in enumerate(lines) if is_prose(line)), 0)
    for at in range(last + 1, len(lines)):
        if speaks_for_site(lines[at]):
            removed["foot"] += len(lines) - at
            return _without_codes(lines[:at], removed)
    return _without_codes(lines, removed)


def _is_narrative(line: Line) -> bool:
    return is_prose(line) and not (_site_talk().search(line.chars) and len(line.chars) <= _TAIL_MAX)


def _without_codes(lines: Sequence[Line], removed: "Counter[str]") -> list[Line]:
    """Advertisements hung on the end: lines of nothing but article numbers."""
    kept = list(lines)
    while kept and all(_CODE.match(word) for word in kept[-1].chars.split()):
        kept.pop()
        removed["advertisement"] += 1
    return kept


def _without_link_runs(lines: Sequence[Line], removed: "Counter[str]") -> list[Line]:
    """Links stand alone in menus and lists: three in a row, or any before the first and after the last prose."""
    if not any(line.linked for line in lines):
        return list(lines)
    prose = [at for at, line in enumerate(lines) if is_prose(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines))
    linked = [line.linked > _LINKED * len(line.text) and line.level != 1 for line in lines]
    kept: list[Line] = []
    for at, line in enumerate(lines):
        run = _run_length(linked, at)
        if linked[at] and (
            run >= _LINK_RUN
            or (prose and (at > last or (at < first and (line.kind == "list_item" or len(line.text) <= _MENU_MAX))))
        ):
            removed["links"] += 1
        else:
            kept.append(line)
    return kept


def _run_length(flags: Sequence[bool], at: int) -> int:
    if not flags[at]:
        return 0
    start, end = at, at
    while start and flags[start - 1]:
        start -= 1
    while end < len(flags) and flags[end]:
        end += 1
    return end - start


def _has_prose(lines: Sequence[Line]) -> bool:
    return any(is_prose(line) for line in lines)


@lru_cache(maxsize=4096)
def _reads_as_prose(chars: str) -> bool:
    """Cached: each step of this package asks it of the same lines."""
    if len(chars) < _LATIN_PROSE_MIN and not _HAN.search(chars):
        return False
    return ("。" in chars or _SENTENCE_END.search(chars) is not None) and not _URL_END.search(chars)


@cache
def _whole() -> "re.Pattern[str]":
    return re.compile(patterns("furniture", "whole"), re.IGNORECASE)


@cache
def _end() -> "re.Pattern[str]":
    return re.compile(patterns("furniture", "end"))


@cache
def _related() -> "re.Pattern[str]":
    return re.compile(patterns("furniture", "related"), re.IGNORECASE)


@cache
def _tail() -> "re.Pattern[str]":
    return re.compile(patterns("furniture", "tail"))


@cache
def _site_talk() -> "re.Pattern[str]":
    return re.compile(patterns("furniture", "site_talk"))
