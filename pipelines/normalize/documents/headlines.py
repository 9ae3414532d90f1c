"""Headlines: cutting what a site adds to them, and telling that two lines are the same headline."""

import re
from functools import cache, lru_cache

from pipelines.normalize.documents.lexicons import patterns, section, words
from pipelines.normalize.documents.mapped import Mapped

_SEPARATED = re.compile(r"\s*(?:_+|\s[-–—]\s|\s?[|｜丨]\s?|(?<![-—])[-–](?![-—])|\s?»\s?)\s*")
_HAN = re.compile("[\u3400-\u9fff]")
_MARK = re.compile("[，。！？、：；—…]")
_NOT_WORD = re.compile(r"[\W_]+")
_MAX_SITE = 24
_MAX_CHINESE_SITE = 12
_MIN_HEAD = 6
_MIN_SHARED = 8
_SAME_LENGTH = 0.7
_COMPARABLE = 0.4


def clean_headline(text: Mapped, names: frozenset[str]) -> Mapped:
    """A headline without marks of a medium, the site's name behind it, an account's name glued to it.

    `names` are names of outlets known from elsewhere in the file.
    """
    text = text.edit([(match.start(), match.end(), "") for match in _tags().finditer(text.chars)]).strip()
    cut = _without_site(text.chars, names)
    glued = _glued().search(cut)
    return text.cut(0, glued.start("name") if glued else len(cut)).strip()


def glued_name(chars: str) -> str | None:
    """The account's name glued to a headline, where there is one: the headline's own place and an account's ending."""
    match = _glued().search(chars)
    return match["name"] if match else None


def same_headline(one: str, other: str) -> bool:
    """Whether two lines are one headline: the same letters, or the one holds most of the other."""
    if len(one) < _COMPARABLE * len(other) or len(other) < _COMPARABLE * len(one):
        return False
    short, long = sorted((_letters(one), _letters(other)), key=len)
    if not short:
        return False
    return short == long or (len(short) >= _MIN_SHARED and short in long and len(short) >= _SAME_LENGTH * len(long))


@lru_cache(maxsize=4096)
def _letters(headline: str) -> str:
    """Cached: a headline is compared with every line."""
    return _NOT_WORD.sub("", headline).lower()


def original_headline(text: Mapped) -> Mapped | None:
    """The headline that a line names as the story's first one ("原标题：…"); None for other lines."""
    match = _original().match(text.chars)
    return text.cut(*match.span(1)).strip() if match else None


def names_site(headline: str) -> bool:
    """Whether what stands as a page's title is but the name of the site."""
    return _is_site(headline)


def _without_site(chars: str, names: frozenset[str]) -> str:
    while True:
        ends = [match for match in _SEPARATED.finditer(chars) if match.start() >= _MIN_HEAD]
        if not ends:
            return chars
        tail = chars[ends[-1].end() :].strip()
        if not tail or tail in names or _is_site(tail):
            chars = chars[: ends[-1].start()].rstrip()
        else:
            return chars


def _is_site(tail: str) -> bool:
    if tail in section("headlines", "channels"):
        return True
    longest = _MAX_CHINESE_SITE if _HAN.search(tail) else _MAX_SITE
    return (
        len(tail) <= longest
        and not _MARK.search(tail)
        and not _no_site().search(tail)
        and _site().search(tail) is not None
    )


@cache
def _site() -> "re.Pattern[str]":
    return re.compile(words("headlines", "site_endings") + "$")


@cache
def _no_site() -> "re.Pattern[str]":
    return re.compile(words("headlines", "not_sites") + "$")


@cache
def _tags() -> "re.Pattern[str]":
    return re.compile(rf"^\s*{patterns('headlines', 'tags')}\s*|\s*{patterns('headlines', 'tags')}\s*$")


@cache
def _original() -> "re.Pattern[str]":
    return re.compile(rf"[（(【\[]?\s*{words('headlines', 'original')}\s*[:：]\s*(.+?)\s*[）)】\]]?$")


@cache
def _glued() -> "re.Pattern[str]":
    return re.compile(
        rf"(?P<place>[\u4e00-\u9fff]{{2,3}})[市县区省州盟].*{words('headlines', 'heads')}"
        rf"(?P<name>(?P=place){words('credits', 'account_endings')})$"
    )
