"""Lines and brackets that credit an article: its source, its day, its people. They are read here, and left out of the text.

A credit is told by its labels and by holding nothing else: values are names and days, never sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from pipelines.normalize.documents.bylines import DAY, byline, outlet_like, role_words
from pipelines.normalize.documents.dates import compact_minguo_day, day_in
from pipelines.normalize.documents.lexicons import patterns, section, words
from pipelines.normalize.documents.mapped import Mapped

_MAX_LINE = 160
_MAX_VALUE = 48
_MAX_NAMES = 60
_MAX_SIGNER = 24
_SENTENCE = re.compile(r"[。！？；!?]|，.{8}|,\s.{24}")
_LABELLED_INSIDE = re.compile(r"[:：](?!\d\d|//)")
_COLON = re.compile("[:：|丨｜]")
_DAY_LEADS = re.compile(
    rf"[（(\[【]?\s*{DAY.pattern}(?:,?\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s*(?:[ap]\.?m\.?)?)?\s*[）)\]】]?\s*[|丨·]?\s*"
)
_TRIM = ' \t\u3000|丨/·、,，;；:：()（）[]【】“”"《》＞>-—'
_BRACKET_TAIL = re.compile(r"[（(【\[]([^（()）【】\[\]]{2,80})[）)】\]][\s。]*$")
_MINGUO_TAIL = re.compile(r"(?<=[）)。])\s*(1[01]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))$")
"""The day as Taiwan's agencies sign a report, in years of the Republic: "（編輯：某某）1131015"."""
_LAST_SENTENCE = re.compile(r"[。！？][”’」』）)]*")
_LINK_TAIL = re.compile(
    r"\s*(?:[（(【\[]{1,2}(?:阅读原文|查看原文|查看全文|查看详情|详情|详细|点击查看|全文|完)[）)】\]]{1,2})\s*$"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line or bracket credits. `dated_plainly`: the day stands under a label of publication, or beside a source.
    `names_somebody`: a source or a person, not just a day or a counter. `bare_day`: a day alone, without a label.
    """

    source: str | None = None
    published: date | None = None
    dated_plainly: bool = False
    names_somebody: bool = True
    bare_day: bool = False


def credit_line(chars: str) -> Credit | None:
    """What a whole line credits; None where it is not a credit line."""
    if len(chars) > _MAX_LINE:
        return None
    dated = _DAY_LEADS.match(chars)
    pairs = list(_pairs(chars[dated.end() :] if dated else chars))
    if pairs and _all_names(pairs):
        return _credit(pairs, day_in(dated[0]) if dated else None)
    if not pairs and _byline().fullmatch(chars):
        return Credit(None, day_in(chars), False)
    if (found := byline(chars)) is not None:
        if not found.names:
            return Credit(None, found.published, found.is_plain, names_somebody=False, bare_day=True)
        return Credit(found.source, found.published, found.is_plain, names_somebody=found.is_plain)
    return Credit() if not pairs and not dated and _names_people(chars) else None


def credit_tail(text: Mapped) -> tuple[Mapped, Credit | None]:
    """A paragraph without the credit at its end, `（来源：…）` or `责任编辑：…`, and what that says."""
    if minguo := _MINGUO_TAIL.search(text.chars):
        rest, credit = credit_tail(text.cut(0, minguo.start()).strip())
        return rest, replace(credit or Credit(), published=compact_minguo_day(minguo[1]))
    if _COLON.search(text.chars, max(0, len(text) - _MAX_VALUE)) and (found := _open_tail(text)):
        return found
    if not text.chars.rstrip(" 。").endswith(("）", ")", "】", "]")):
        return text, None
    if link := _LINK_TAIL.search(text.chars):
        return text.cut(0, link.start()).strip(), Credit()
    bracket = _BRACKET_TAIL.search(text.chars)
    if not bracket or not bracket.start():
        return text, None
    pairs = list(_pairs(bracket[1]))
    if pairs and _all_names(pairs):
        return text.cut(0, bracket.start()).strip(), _credit(pairs, None)
    if _names_people(bracket[1]):
        return text.cut(0, bracket.start()).strip(), Credit()
    return text, None


def signer_of(chars: str) -> str | None:
    """The body that a line names and does nothing else: it signs the notice above it."""
    name = chars.strip(_TRIM)
    return name if 4 <= len(name) <= _MAX_SIGNER and _signer().fullmatch(name) else None


def _open_tail(text: Mapped) -> tuple[Mapped, Credit] | None:
    """A credit without brackets behind a paragraph's last sentence."""
    ends = list(_LAST_SENTENCE.finditer(text.chars, max(0, len(text) - 2 * _MAX_VALUE)))
    if not ends:
        return None
    pairs = list(_pairs(text.chars[ends[-1].end() :]))
    if not pairs or not _all_names(pairs) or not all(value for _, _, value in pairs):
        return None
    credit = _credit(pairs, None)
    return (text.cut(0, ends[-1].end()), credit) if credit.names_somebody else None


def _pairs(text: str) -> Iterator[tuple[str, str, str]]:
    """Kind, label and value of each "label: value" of a line; nothing where the line does not begin with a label."""
    found = list(_label().finditer(text)) if _COLON.search(text) else []
    if not found or text[: found[0].start()].strip(_TRIM):
        return
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        yield _kind()[match[1]], match[1], text[match.end() : end].strip(_TRIM)


def _all_names(pairs: list[tuple[str, str, str]]) -> bool:
    return all(
        len(value) <= _MAX_VALUE and not _SENTENCE.search(value) and not _LABELLED_INSIDE.search(value)
        for _, _, value in pairs
    )


def _credit(pairs: list[tuple[str, str, str]], lead: date | None) -> Credit:
    source, published, plainly = None, lead, False
    for kind, label, value in pairs:
        if kind == "source" and value and source is None:
            source = _one_name(value)
            published = published or day_in(value)
        elif kind == "published" and (found := day_in(value)):
            published = found
            plainly = plainly or label in section("credits", "published_plainly")
        elif kind == "people" and (apart := DAY.search(value)):
            published = published or day_in(apart[0])
    kinds = {kind for kind, _, _ in pairs}
    plainly = published is not None and (plainly or len(kinds) > 1 or lead is not None)
    return Credit(source, published, plainly, not kinds.isdisjoint(("source", "people")))


def _names_people(chars: str) -> bool:
    """Names of reporters with their paper, no sentence: at least a role, short, words set apart by spaces."""
    if len(chars) > _MAX_NAMES or _SENTENCE.search(chars) or "，" in chars or "," in chars:
        return False
    role = role_words().search(chars)
    if not role:
        return False
    names = re.findall(r"[\u4e00-\u9fff·]+", chars[: role.start()] + " " + chars[role.end() :])
    return bool(names) and all(len(name) <= 4 or outlet_like(name) or "-" in chars for name in names)


def _one_name(value: str) -> str | None:
    name = re.split(r"\s{2,}|\t|\s*[|丨]\s*|(?:19|20)\d{2}[-年/.]", value)[0].strip(_TRIM)
    return None if not name or name.lower() in section("credits", "nobody") else name


@cache
def _kind() -> dict[str, str]:
    return {label: kind for kind in ("source", "published", "people", "other") for label in section("credits", kind)}


@cache
def _label() -> "re.Pattern[str]":
    labels = "|".join(re.escape(label) for label in sorted(_kind(), key=len, reverse=True))
    barred = words("credits", "barred")
    return re.compile(
        rf"(?:(?<![A-Za-z\u4e00-\u9fff])|(?<=佚名))({labels}(?=\s*[:：])|{barred}(?=\s*[|丨｜]))\s*[:：|丨｜]\s*"
    )


@cache
def _signer() -> "re.Pattern[str]":
    return re.compile(rf"[\u4e00-\u9fff]+{words('credits', 'signers')}")


@cache
def _byline() -> "re.Pattern[str]":
    return re.compile(patterns("credits", "bylines"))
