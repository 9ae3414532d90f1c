"""Lines of no form of their own that name an outlet or people and a full day: "某某周末 2022-05-19", "某网 | 2024-05-14 | 浏览：486".

The day tells such a line, and that nothing else on it is a sentence. Labelled credits are the business of `credits`.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipelines.normalize.documents.dates import HAN_DAY, day_in
from pipelines.normalize.documents.lexicons import patterns, section, words

_MAX_LINE = 60
_MAX_NAME = 12
_MAX_NAMES = 4
_MAX_LATIN = 48
_NUMERIC_DAY = r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_ENGLISH_DAY = (
    r"(?:[A-Z][a-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+\.?,?\s+\d{4})"
)
_SIGNS = r"\s|丨｜/·、,，;；:：()（）\[\]【】《》<>＞_—–-"
DAY = re.compile(rf"(?<![^{_SIGNS}])(?:{_NUMERIC_DAY}|{HAN_DAY}|{_ENGLISH_DAY})(?![^{_SIGNS}])")
"""A full day that stands apart from the words around it."""
_TIME = re.compile(
    r"(?:T|\s|,)*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?|\s*[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"第?[A-Z]?\d{1,4}[版期刊]?|第[一二三四五六七八九十百]+[版期刊]")
_TRIM = " \t\u3000|丨｜/·、,，;；:：()（）[]【】《》<>＞_-—–"
_SENTENCE = re.compile(r"[。！？；!?“”]|，.{8}|,\s.{24}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_NAME = re.compile(
    r"(?:[A-Z][\w.'’&-]*|of|the|and|for|in|on|by)(?:\s+(?:[A-Z&][\w.'’&-]*|of|the|and|for|in|on|by)){0,7}"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The day, and whom the line names. `is_plain`: an outlet, a role or a word of posting shows what kind of line it is."""

    published: date
    names: tuple[str, ...]
    source: str | None
    is_plain: bool


def byline(chars: str) -> Byline | None:
    """What such a line says; None where the line is something else."""
    if len(chars) > _MAX_LINE:
        return None
    apart = _posted().sub(_blank, chars)
    days = {day_in(match[0]) for match in DAY.finditer(apart)}
    rest = DAY.sub(_blank, apart)
    published = days.pop() if len(days) == 1 else None
    if published is None or _SENTENCE.search(rest):
        return None
    rest = _furniture().sub(_blank, _TIME.sub(_blank, rest))
    read = _han if _HAN.search(rest) else _latin
    return read(rest.strip(_TRIM), published, apart != chars)


def _blank(match: "re.Match[str]") -> str:
    return " " * len(match[0])


def _latin(rest: str, published: date, is_posted: bool) -> Byline | None:
    if not rest:
        return Byline(published, (), None, is_posted)
    if len(rest) > _MAX_LATIN or not _LATIN_NAME.fullmatch(rest):
        return None
    return Byline(published, (rest,), rest, True)


def _han(rest: str, published: date, is_posted: bool) -> Byline | None:
    """The names of outlets, columns and people; what acts is no name."""
    role = role_words().search(rest)
    names = [
        name for name in re.split(rf"[{_SIGNS}]+", role_words().sub(" ", rest)) if name and not _PAGE.fullmatch(name)
    ]
    if any(len(name) > _MAX_NAME or not _HAN.search(name) for name in names) or len(names) > _MAX_NAMES + bool(role):
        return None
    outlet = next((name for name in names if outlet_like(name) or _signer().search(name)), None)
    if outlet is None and not role and (len(names) > 1 or _action().search(rest)):
        return None
    source = outlet or (names[0] if len(names) == 1 and not role else None)
    return Byline(published, tuple(names), source, bool(outlet or role) or is_posted)


def outlet_like(name: str) -> bool:
    """Whether a name ends as outlets' names do."""
    return 2 <= len(name) <= 20 and _outlet().search(name) is not None


@cache
def _posted() -> "re.Pattern[str]":
    return re.compile(patterns("credits", "posted"))


@cache
def _furniture() -> "re.Pattern[str]":
    """Labels of people or counters with their values, and what is there to be clicked: "浏览：486", "听新闻"."""
    labels = [word for kind in ("people", "other") for word in section("credits", kind)]
    label = "|".join(re.escape(word) for word in sorted(labels, key=len, reverse=True))
    pair = rf"(?<![\w])(?:{label})\s*(?:[:：].*?(?=[|丨｜·\t\u3000]|\s{{2,}}|$)|\d[\d,]*次?)"
    return re.compile(rf"{pair}|\d*{words('credits', 'buttons')}")


@cache
def role_words() -> "re.Pattern[str]":
    """Words for what somebody does at an outlet: reporter, editor."""
    return re.compile(words("credits", "roles"))


@cache
def _outlet() -> "re.Pattern[str]":
    return re.compile(words("credits", "outlet_endings") + "$")


@cache
def _signer() -> "re.Pattern[str]":
    return re.compile(words("credits", "signers") + "$")


@cache
def _action() -> "re.Pattern[str]":
    return re.compile(words("credits", "no_outlet"))
