"""The corpus as a folder: `raw/` with the files, `gold/` with their truth in the form of the project's hand coding.

One chapter is in memory at a time. The gold has one JSON file for each raw file; a file of several articles has `items`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.corpus.article import Written, article
from bench.corpus.chapters import ARTICLES
from bench.corpus.formats import bulletin_head
from bench.corpus.truth import Article, Figure, ToldCase
from pipelines.model.reports import RegionRole

_SUFFIX = {"txt": ".txt", "md": ".md", "html": ".html", "bulletin": ".md", "json": ".json", "jsonl": ".jsonl"}
_SINGLE = ("txt", "md", "html")
_ROLES: tuple[RegionRole, ...] = ("jurisdiction", "arrest", "site", "victim", "origin")

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file: its name below the folder, its bytes, and the articles in it, in order."""

    name: str
    content: bytes
    articles: tuple[Article, ...]


def write_corpus(folder: Path, articles: int, seed: int) -> int:
    """Write the first `articles` articles of the corpus of `seed` below `folder`; the number of files written."""
    raw, gold = folder / "raw", folder / "gold"
    gold.mkdir(parents=True, exist_ok=True)
    made: set[Path] = set()
    number = 0
    for number, file in enumerate(corpus_files(articles, seed), 1):  # noqa: B007 # the last one is returned
        path = raw / file.name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(file.content)
        told = json.dumps(gold_of(file), ensure_ascii=False)
        (gold / f"{path.stem}.json").write_text(told, encoding="utf-8")
    return number


def corpus_files(articles: int, seed: int) -> Iterator[RawFile]:
    """The files that hold the first `articles` articles; the last container may hold fewer than in a larger corpus."""
    written = (article(seed, index) for index in range(articles))
    for _, group in groupby(written, key=_file_key):
        yield _file(list(group))


def corpus_articles(articles: int, seed: int) -> Iterator[Article]:
    """The articles alone, with their truth."""
    return (article(seed, index).article for index in range(articles))


def gold_of(file: RawFile) -> Gold:
    """What a careful person would code from the file."""
    items = [_coded(one) for one in file.articles]
    stem = file.name.rsplit("/", 1)[-1]
    head: Gold = {"id": stem.split(".")[0], "file": stem}
    if _suffix_is_single(file):
        return head | items[0]
    return head | {"in_domain": any(one.in_domain for one in file.articles), "items": items}


def _suffix_is_single(file: RawFile) -> bool:
    return file.name.rsplit("/", 1)[-1].startswith("a")


def _file_key(written: Written) -> tuple[int, str, int]:
    """Articles of one file have the same key: chapter, container, and for a file of its own the article."""
    index = written.article.index
    return index // ARTICLES, written.container, index if written.container in _SINGLE else -1


def _file(written: list[Written]) -> RawFile:
    first = written[0]
    index = first.article.index
    kind = "a" if first.container in _SINGLE else "c"
    name = f"{index // ARTICLES // 100:04d}/{kind}{index:08d}{_SUFFIX[first.container]}"
    return RawFile(name, _content(written), tuple(one.article for one in written))


def _content(written: list[Written]) -> bytes:
    first = written[0]
    match first.container:
        case "json":
            return json.dumps([dict(one.page.fields) for one in written], ensure_ascii=False, indent=1).encode()
        case "jsonl":
            return "".join(json.dumps(dict(one.page.fields), ensure_ascii=False) + "\n" for one in written).encode()
        case "bulletin":
            return (
                bulletin_head(first.article.published_on) + "".join(one.article.captured for one in written)
            ).encode()
    return first.article.captured.encode(first.page.encoding)


def _coded(one: Article) -> Gold:
    return {
        "article": {
            "language": one.language,
            "script": one.script,
            "title": one.title,
            "published": one.published_on.isoformat(),
            "publisher": one.publisher,
        },
        "in_domain": one.in_domain,
        "campaigns": [{"key": told.campaign.key, "name": told.campaign.name} for told in one.campaigns],
        "cases": [_case(one, told) for told in one.cases],
        "figures": [_figure(figure) for figure in one.figures],
    }


def _case(one: Article, told: ToldCase) -> Gold:
    regions: dict[str, list[str]] = {role: [] for role in _ROLES}
    for region in one.regions:
        if region.case_key == told.key:
            regions[region.role].append(region.adcode)
    return {
        "key": told.key,
        "title": told.title,
        "regions": regions,
        "scheme": told.scheme,
        "role": told.case.role,
        "campaign": told.campaign_key,
        "same_as": told.case.case_id,
    }


def _figure(figure: Figure) -> Gold:
    return {
        "metric": figure.count.metric,
        "value": figure.count.value,
        "qualifier": figure.count.qualifier,
        "scope": figure.scope,
        "case": figure.case_key,
        "region": figure.region,
        "period": [day.isoformat() for day in figure.period] if figure.period else None,
        "campaign": figure.campaign_key,
        "subset": figure.subset,
        "basis": figure.basis,
        "quote": figure.quote,
    }
