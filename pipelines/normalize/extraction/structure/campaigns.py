"""Campaigns: named operations of the police, found by a lexicon of known ones and by the pattern “…”专项行动; and nationwide
ones that are called by what they are against.

A mention gets a key that identifies the campaign across articles: its base name, with the place where many bureaus use
the name, and the year where it recurs. A case's code name (“3.02”专案) is no campaign.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from pypinyin import lazy_pinyin

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.reports import CampaignReport
from pipelines.model.span import Span
from pipelines.normalize.extraction.kept import kept
from pipelines.normalize.extraction.mentions import CampaignMention, Structure
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.lexicon import compile_terms, pattern, section
from pipelines.normalize.extraction.structure.place_names import place_slug
from pipelines.normalize.extraction.terms import Terms

OPEN, CLOSE = '“"「『‘《＂', '”"」』’》＂'
MAX_NAME = 24  # characters; longer quotes are sentences
YEAR = re.compile(r"(?<!\d)(20[012]\d)(?!\d)")
YEAR_REACH = 12  # characters before and after a name in which a year belongs to it
STANDING_REACH = 60  # characters before a described campaign in which the body that called it is named
_SENTENCE_END = re.compile(r"[。；！\n]|\. ")
_SLUG_BREAK = re.compile(r"[^a-z0-9]+")


@record()
class Known:
    """A campaign of the lexicon. `year` is set where there was only one."""

    key: str
    name_zh: str
    name_en: str
    pattern: Terms
    recurs: bool
    year: int | None
    is_local: bool
    is_bare: bool


def find_campaigns(document: Document, home: str | None) -> tuple[CampaignMention, ...]:
    """Every mention, in the order of the text. `home` is the place of campaigns whose name many bureaus use."""
    mentions: list[CampaignMention] = []
    ways = (_known_mentions(document, home), _quoted_mentions(document, home), _described_mentions(document))
    for mention in chain.from_iterable(ways):
        if not any(mention.span.overlaps(other.span) for other in mentions):
            mentions.append(mention)
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def describe_campaigns(structure: Structure, document: Document) -> tuple[CampaignReport, ...]:
    """One report for each campaign, with its first mention as evidence. None for an article out of scope."""
    first: dict[str, CampaignMention] = {}
    for mention in structure.campaigns:
        first.setdefault(mention.key, mention)
    if not structure.gate.in_scope:
        return ()
    return tuple(
        CampaignReport(
            key=mention.key,
            name_zh=mention.name_zh,
            name_en=mention.name_en,
            year=mention.year,
            region_adcode=mention.region_adcode,
            evidence=document.evidence(mention.span, mention.rule),
        )
        for mention in first.values()
    )


@cache
def known_campaigns() -> tuple[Known, ...]:
    """The lexicon's campaigns. Raises ReferenceDataError where an entry breaks its rules."""
    entries = section("campaigns", "known")
    known = tuple(_known(entry, f"lexicon campaigns.yaml: known[{number}]") for number, entry in enumerate(entries, 1))
    keys = [campaign.key for campaign in known]
    if len(set(keys)) != len(keys):
        raise ReferenceDataError("lexicon campaigns.yaml: a key stands twice")
    return known


def _known(entry: dict[str, object], where: str) -> Known:
    years, places, names = entry.get("years"), entry.get("places"), entry.get("names")
    if not (years in ("each", "none") or isinstance(years, int)) or places not in ("nation", "local"):
        raise ReferenceDataError(f"{where}: years or places has no meaning")
    if not isinstance(names, dict) or set(names) != {"zh", "en"}:
        raise ReferenceDataError(f"{where}: names need zh and en")
    return Known(
        key=str(entry["key"]),
        name_zh=names["zh"],
        name_en=names["en"],
        pattern=compile_terms(entry, where),
        recurs=years == "each",
        year=years if isinstance(years, int) else None,
        is_local=places == "local",
        is_bare=bool(entry.get("bare")),
    )


def _known_mentions(document: Document, home: str | None) -> Iterator[CampaignMention]:
    text = document.text
    for campaign in known_campaigns():
        for match in campaign.pattern.finditer(text):
            span = _widened(text, Span(*match.span()))
            if not campaign.is_bare and not _is_named(text, Span(*match.span()), span):
                continue
            if pattern("campaigns", "not_actions").match(text, _closed(text, match.end())):
                continue
            year = campaign.year or (_year_of(document, span) if campaign.recurs else None)
            region = home if campaign.is_local else geo.CHINA
            key = _key(campaign.key, region if campaign.is_local else None, year)
            yield CampaignMention(span, key, campaign.name_zh, campaign.name_en, year, region, "campaign.known")


def _quoted_mentions(document: Document, home: str | None) -> Iterator[CampaignMention]:
    """“…”专项行动, “…行动”, “…会战”, 代号“…”, 飓风行动, Operation …: names that no lexicon holds."""
    text = document.text
    for match in _quoted_pattern().finditer(text):
        groups = match.groupdict()
        kind = groups.pop("kind", None) or ""
        name = next(name for name in groups.values() if name).strip()
        bare = YEAR.sub("", name).strip(" -—·")
        if not bare or pattern("campaigns", "not_names").fullmatch(bare):
            continue
        if pattern("campaigns", "not_actions").match(text, match.end()):
            continue
        span = Span(*match.span())
        year = _year_of(document, span)
        is_zh = document.language != "en"
        yield CampaignMention(
            span,
            _key(_slug(bare), home, year),
            name + kind if is_zh else None,
            None if is_zh else name,
            year,
            home,
            "campaign.pattern",
        )


def _described_mentions(document: Document) -> Iterator[CampaignMention]:
    """打击治理电信网络新型违法犯罪专项行动: called by what it is against; a campaign only where it is the whole country's."""
    text = document.text
    for match in pattern("campaigns", "described").finditer(text):
        before = text[max(match.start() - STANDING_REACH, 0) : match.start()]
        if not pattern("campaigns", "nationwide").search(_SENTENCE_END.split(before)[-1] + match.group()):
            continue
        name, span = match.group(), Span(*match.span())
        is_zh = document.language != "en"
        year = _year_of(document, span)
        key = _key(_slug(name), None, year)
        zh, en = (name, None) if is_zh else (None, name)
        yield CampaignMention(span, key, zh, en, year, geo.CHINA, "campaign.described")


@cache
def _quoted_pattern() -> Terms:
    action, called, words = (pattern("campaigns", key).pattern for key in ("action", "called", "code_words"))
    ways = (
        _quoted("inside", "行动"),
        _quoted("battle", rf"(?P<kind>{pattern('campaigns', 'kinds').pattern})"),
        rf"{_quoted('before', '')}\s?(?:{action})",
        rf"(?:{called})\s?{_quoted('called', '')}",
        rf"(?:(?<![一-鿿{OPEN}])|(?<=[{section('campaigns', 'before_word')}]))(?P<word>(?:{words})(?:\d{{1,2}}号|20[012]\d)?)(?:{action})",
        r"\bOperation (?P<operation>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})",
    )
    return Terms(ways, flags=0)


def _quoted(group: str, tail: str) -> str:
    inside = rf"(?P<{group}>[^'{OPEN}{CLOSE}，。,;；\n]{{1,{MAX_NAME}}}?)"
    return rf"(?:[{OPEN}]|(?<!\w)'){inside}{tail}(?:[{CLOSE}]|'(?!\w))"


def _widened(text: str, span: Span) -> Span:
    """The name with its quotation marks, its year and the word for operation after it."""
    start, end = span.start, span.end
    year = re.compile(r"20[012]\d\s?年?\s?[-—·]?\s?$").search(text, max(start - 8, 0), start)
    start = year.start() if year else start
    end = _after_year(text, end)
    if start and text[start - 1] in OPEN:
        start -= 1
    end = _closed(text, end)
    action = re.compile(rf"\s?(?:{pattern('campaigns', 'action').pattern})").match(text, end)
    return Span(start, action.end() if action else end)


def _after_year(text: str, end: int) -> int:
    year = re.compile(r"\s?[-—·]?\s?20[012]\d").match(text, end)
    return year.end() if year else end


def _closed(text: str, end: int) -> int:
    return end + 1 if end < len(text) and text[end] in CLOSE else end


def _is_named(text: str, name: Span, whole: Span) -> bool:
    """Whether quotation marks, a year or a word for operation make the words a name."""
    quoted = (
        name.start > 0
        and text[name.start - 1] in OPEN
        and name.end < len(text)
        and text[_after_year(text, name.end)] in CLOSE
    )
    is_called_operation = whole.end > _closed(text, _after_year(text, name.end))
    return (
        quoted
        or is_called_operation
        or _after_year(text, name.end) > name.end
        or (whole.start < name.start and text[whole.start] not in OPEN)
    )


def _year_of(document: Document, span: Span) -> int | None:
    """The year in the name or beside it, else that of publication, else the latest that the text names."""
    text = document.text
    for start, end in ((span.start, span.end), (span.start - YEAR_REACH, span.end + YEAR_REACH)):
        near = YEAR.search(text, max(start, 0), min(end, len(text)))
        if near:
            return int(near.group())
    if document.published_on is not None:
        return document.published_on.year
    return _latest_year(text)


@kept
def _latest_year(text: str) -> int | None:
    return max((int(year) for year in YEAR.findall(text)), default=None)


def _key(base: str, region: str | None, year: int | None) -> str:
    place = place_slug(region) if region not in (None, geo.CHINA) else None
    return "_".join(str(part) for part in (place, base, year) if part)


def _slug(name: str) -> str:
    return _SLUG_BREAK.sub("_", "_".join(lazy_pinyin(name)).lower()).strip("_")
