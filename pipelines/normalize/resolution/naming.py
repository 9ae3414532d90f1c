"""People in a heading or a list of suspects: toneless readings of surnames and of names in full; labels in quotation marks.

A name in full is worth much when two reports are compared, so that only what is surely one is taken: after a place, a
person's role or where a phrase begins, and ahead of what a case is called by. 警方破获… begins with a surname and is no name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pypinyin import lazy_pinyin

from pipelines.errors import ReferenceDataError
from pipelines.normalize.gazetteer import gazetteer

_HAN = re.compile(r"[\u3400-\u9fff]")
_FAMILY_NAME = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+")
_NAME_IN_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_LATIN_NAME = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){1,2}")
_LABEL = re.compile(r"[“\"「『](?P<label>[^”\"」』]{2,12})[”\"」』]")
_DIGIT = re.compile(r"\d")
_KEYS = {"surnames": str, "before": list, "after": list, "masks": str, "masked_readings": list, "offices": list}


def family_names(suspects: Iterable[str]) -> frozenset[str]:
    """The suspects' surnames as they are written: 李 of 李某某, li of Li Moumou."""
    return frozenset(found[0].lower() for found in map(_FAMILY_NAME.match, suspects) if found)


def surnames(suspects: Iterable[str]) -> frozenset[str]:
    """Toneless readings of the suspects' surnames: 李某某 and Li Moumou both give "li"."""
    return frozenset(lazy_pinyin(name)[0] if _HAN.match(name) else name for name in family_names(suspects))


def full_names(title: str, suspects: Iterable[str], places: Iterable[str]) -> frozenset[str]:
    """Those of the suspects, and those after whom the heading calls the case, whose names are given in full.

    `places` are the adcodes of the case's places in charge: the heading may begin with the bare name of one.
    """
    told = {name for name in suspects if _is_full(name)}
    return frozenset(told | set(_in_heading(title, places)))


def labels(title: str) -> frozenset[str]:
    """What the heading puts into quotation marks, code names with digits and names of drives left out."""
    found = set()
    for match in _LABEL.finditer(title):
        label = match["label"]
        if not _DIGIT.search(label) and not _of_office().search(label + title[match.end() : match.end() + 2]):
            found.add(label)
    return frozenset(found)


def reading(name: str) -> str:
    """The name in toneless letters without blanks: 陈文辉 and Chen Wenhui are "chenwenhui"."""
    letters = lazy_pinyin(name) if _HAN.match(name) else _LATIN_WORD.findall(name)
    return "".join(letters).lower()


def _is_full(name: str) -> bool:
    if _NAME_IN_HAN.fullmatch(name):
        return not any(mask in name for mask in str(_lexicon()["masks"]))
    words = name.lower().replace("-", " ").split()
    return _LATIN_NAME.fullmatch(name) is not None and not any(word in _lexicon()["masked_readings"] for word in words)


def _in_heading(title: str, places: Iterable[str]) -> Iterator[str]:
    candidates = list(_named_case().finditer(title))
    if not candidates:
        return
    mentions = gazetteer().mentions(title, "zh")
    taken = {index for mention in mentions for index in range(mention.span.start, mention.span.end)}
    ends = {mention.span.end for mention in mentions}
    own = tuple(gazetteer().place(adcode).short_zh for adcode in places)
    for match in candidates:
        start, name = match.start(), match["name"]
        before = title[:start]
        begins = start in ends or not _HAN.match(before[-1:]) or _introduced().search(before) or before.endswith(own)
        if begins and _is_full(name) and not taken & set(range(start, start + len(name))):
            yield name


@cache
def _lexicon() -> Mapping[str, Any]:
    text = (files(__package__) / "naming.yaml").read_text(encoding="utf-8")
    content = yaml.load(text, Loader=yaml.CSafeLoader)
    wrong = [key for key, kind in _KEYS.items() if not content.get(key) or not isinstance(content[key], kind)]
    if wrong or set(content) != set(_KEYS):
        raise ReferenceDataError(
            f"naming.yaml: {', '.join(sorted(wrong or set(content) ^ set(_KEYS)))} not as expected"
        )
    return dict(content)


@cache
def _named_case() -> re.Pattern[str]:
    # Matches overlap, hence the look-ahead: the shorter name of 徐玉玉案 would begin at a character that is no surname.
    after = "|".join(sorted(_lexicon()["after"], key=len, reverse=True))
    return re.compile(rf"(?=(?P<name>[{_lexicon()['surnames']}][\u4e00-\u9fff]{{1,2}}?)(?:{after}))")


@cache
def _introduced() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_lexicon()['before'])})$")


@cache
def _of_office() -> re.Pattern[str]:
    return re.compile("|".join(_lexicon()["offices"]))
