"""Suspects' names as the text writes them: masked ones (李某某, Li Moumou) and full ones after 犯罪嫌疑人 or 被告人.

Victims' names are left out. Never count them: a list of names is not the number of the arrested.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import CaseSegment
from pipelines.normalize.extraction.structure.lexicon import pattern, section
from pipelines.normalize.extraction.terms import Terms

BESIDE = 6  # characters before and after a name in which a victim's word stands
MOST_NAMES = 20
KEPT = 128  # stretches of text whose victims are kept: a case's sentences are asked for them by several rules
LONGEST_NAME = 5  # characters; longer ones say what a person is (一名退休教师)


def suspects_in(document: Document, segment: CaseSegment) -> tuple[str, ...]:
    """Each name once, in the order of the text."""
    text = document.text
    names: dict[str, None] = {}
    victims: set[str] = set()
    for span in segment.spans:
        masked = frozenset(_masked(text, span))
        for found in sorted(masked.union(_full(text, span))):
            if not _suffered(text, found):
                names.setdefault(found.of(text))
            elif found in masked:
                victims.add(found.of(text))
    return tuple(name for name in names if name not in victims)[:MOST_NAMES]


def named(text: str, spans: Collection[Span]) -> frozenset[str]:
    """Everybody whom the spans name, victim or suspect: one investigation names the same people again."""
    masked = (name.of(text) for span in spans for name in _masked(text, span))
    victims = (name for span in spans for name in victims_introduced(text, span) if len(name) <= LONGEST_NAME)
    return frozenset((*masked, *victims))


@lru_cache(maxsize=KEPT)
def victims_introduced(text: str, span: Span) -> tuple[str, ...]:
    """Those whom the span brings in as having lost money: by name (宋女士, 唐某, surnamed Lu) or by what they are (一名学生)."""
    names = (match.group() for match in pattern("people", "introduced").finditer(text, span.start, span.end))
    by_role = (_name_in(match) for match in _by_role().finditer(text, span.start, span.end))
    return tuple(dict.fromkeys(name.lower() for name in (*names, *by_role)))


def _name_in(match: re.Match[str]) -> str:
    named = match.groupdict()
    return named.get("name") or named.get("owner") or match.group()


@cache
def _by_role() -> Terms:
    """A person by role or title with the name as news writes it: 宋女士, 出纳孔某, 茶商小路, 周姓妇人, 一名待产妇人."""
    surname = f"[{re.escape(str(section('people', 'surnames')))}]"
    titles, roles, others = ("|".join(section("people", key)) for key in ("titles", "roles", "not_a_name"))
    called = f"(?!{others})[小老阿][一-鿿]"
    name = rf"(?:{surname}(?:某|[×xX*]{{1,2}})|{called}|{surname}[一-鿿]{{0,2}}(?=[（(][^）)]{{0,8}}(?:化名|岁)))"
    ways = (
        rf"{surname}(?:{titles})",
        rf"(?:{roles})(?P<name>{name})",
        rf"(?<![一-鿿]){called}(?=[，。：（(在接收想被是称叹看刷点把将下扫急信赶又也才一])",
        rf"[的说是叫]{called}(?=[，。（(])",
        rf"的(?P<owner>{surname}某)",
        rf"{surname}姓[一-鿿]{{0,3}}(?:{roles})",
        rf"(?<![一-鿿]){surname}(?:[男妇翁妪]|女(?!士))(?![子性孩女生人儿])",
        rf"(?:(?<!第)一|有|首|另)(?:名|位)[^，。；]{{0,10}}?(?:{roles})",
    )
    return Terms(ways, flags=0)


def _masked(text: str, span: Span) -> Iterator[Span]:
    for words in _masked_names():
        for match in words.finditer(text, span.start, span.end):
            yield Span(*match.span())


def _full(text: str, span: Span) -> Iterator[Span]:
    """Names in full, listed after the word for the accused: 被告人陈某、郑金锋、黄进春."""
    for accused in pattern("people", "accused").finditer(text, span.start, span.end):
        at = accused.end()
        while match := _name().match(text, at, span.end):
            yield Span(match.start("name"), match.end("name"))
            at = match.end()


@cache
def _name() -> re.Pattern[str]:
    surnames = re.escape(str(section("people", "surnames")))
    return re.compile(rf"[、和及]?(?P<name>[{surnames}][一-鿿]{{1,2}}?)(?={section('people', 'after_name')})")


@cache
def _masked_names() -> tuple[Terms, Terms]:
    surnames = re.escape(str(section("people", "surnames")))
    return Terms([rf"[{surnames}]{section('people', 'masked')}"], 0), Terms([str(section("people", "masked_en"))], 0)


def _suffered(text: str, name: Span) -> bool:
    before = text[max(name.start - BESIDE, 0) : name.start]
    after = text[name.end : name.end + BESIDE]
    return (
        pattern("people", "suffered").search(before) is not None
        or pattern("people", "suffered_after").search(after) is not None
    )
