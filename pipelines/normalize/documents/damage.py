"""Step 6: stretches that are no text but bytes read under a wrong encoding. They are marked; nothing is removed.

The test is the hypothesis itself: characters that become ordinary Chinese when their bytes are read one byte later, or as
UTF-8, were not written by anybody. Rare characters alone prove nothing: names hold them.
"""

import re
from collections.abc import Sequence
from functools import cache

import opencc

from pipelines.model.span import Span
from pipelines.normalize.documents.lexicons import section, words
from pipelines.normalize.documents.mapped import Mapped

_LEFT = re.compile("(?:[?？\ufffd][a-zà-ǜ]{0,6}[)）]?|[(（]?[a-zà-ǜ]{1,6}[)）])$")
_RIGHT = re.compile("[?？\ufffd](?:[a-zà-ǜ]{1,6}[)）])?")
_LATIN = re.compile("(?:[\u00c3-\u00f4][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}){3,}")
_MIN_LENGTH = 4
_COMMON_AFTER = 0.7
_GAIN = 0.25
_REACH = 12


def damaged_spans(text: Mapped, captured: str) -> tuple[Span, ...]:
    """The damaged stretches of a text, in order, merged where they touch."""
    if text.chars.isascii():
        return ()
    found = []
    if "\ufffd" in text.chars or any(word in text.chars for word in section("damage", "remains")):
        found += [Span(*match.span()) for match in _spelt_out().finditer(text.chars)]
    for match in _rare_runs().finditer(text.chars):
        start, end = match.span()
        original = "".join(captured[text.starts[at] : text.ends[at]] for at in range(start, end))
        if _is_misread(original):
            found.append(_widened(text.chars, start, end))
    found += [Span(*match.span()) for match in _LATIN.finditer(text.chars)]
    return _merged(found)


def _is_misread(run: str) -> bool:
    raw = run.encode("gb18030")
    readings = [raw[1:-1].decode("gb18030", "replace"), raw.decode("utf-8", "replace")]
    before = _common_share(run)
    return any(_common_share(reading) >= max(_COMMON_AFTER, before + _GAIN) for reading in readings)


def _common_share(text: str) -> float:
    plain = _simplifier().convert(text)
    return len(_everyday().findall(plain)) / max(1, len(plain))


def _widened(chars: str, start: int, end: int) -> Span:
    """With the broken remains beside it: question marks, and halves of a gloss."""
    left = _LEFT.search(chars, max(0, start - _REACH), start)
    right = _RIGHT.match(chars, end)
    return Span(left.start() if left else start, right.end() if right else end)


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _everyday() -> "re.Pattern[str]":
    """The 3,755 characters of everyday use: the first level of GB 2312-80, rows 16 to 55."""
    return re.compile(f"[{_everyday_characters()}]")


@cache
def _everyday_characters() -> str:
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", "ignore") for pair in rows)


@cache
def _rare_runs() -> "re.Pattern[str]":
    """Four or more Chinese characters beyond everyday use, each at most two others after the one before."""
    rare = f"[^\x00-\u33ff\ua000-\U0010ffff{_everyday_characters()}]"
    return re.compile(f"{rare}(?:[\u3400-\u9fff]{{0,2}}{rare}){{{_MIN_LENGTH - 1},}}")


@cache
def _spelt_out() -> "re.Pattern[str]":
    """Replacement characters, and the words that they turn into when they are read once more."""
    return re.compile(f"(?:\ufffd|{words('damage', 'remains')})+")
