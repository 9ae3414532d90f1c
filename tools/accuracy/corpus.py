"""Folders of articles with their hand coding: finding them, coding them, reading the gold.

The gold is one JSON file an article file; a file of several articles has `items`. No scoring here.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.ingest import iter_landing
from pipelines.model.capture import CapturedArticle
from pipelines.model.reports import Coding
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction.coder import code_document

MAX_BYTES = 50_000_000

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a careful person coded from one file. Case keys are unique in the file."""

    file: str
    in_domain: bool
    figures: tuple[Gold, ...]
    cases: tuple[Gold, ...]
    campaigns: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the program read from one file: the coding of each of its articles, in order."""

    file: str
    codings: tuple[Coding, ...] = field(default_factory=tuple)


def read_gold(folder: Path) -> dict[str, Truth]:
    """The hand coding by file name."""
    truths = (_truth(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json")))
    return {truth.file: truth for truth in truths}


def code_folder(raw: Path, gold: Path, names: frozenset[str]) -> dict[str, Reading]:
    """The program's reading of the files below `raw` that bear one of `names`; `gold` may lie inside and holds no articles."""
    captured = [article for article in _captured(raw, gold) if file_name(article.article) in names]
    with ProcessPoolExecutor(max_workers=2) as pool:
        codings = list(pool.map(_code, captured, chunksize=4))
    readings: dict[str, Reading] = {}
    for article, coding in zip(captured, codings, strict=True):
        name = file_name(article.article)
        earlier = readings.get(name, Reading(name))
        readings[name] = Reading(name, (*earlier.codings, coding))
    return readings


def file_name(article: str) -> str:
    """The name of the file that holds an article: without folders and item number."""
    return article.split("#")[0].rsplit("/", 1)[-1]


def _captured(raw: Path, gold: Path) -> Iterator[CapturedArticle]:
    for result in iter_landing(raw, {}, max_bytes=MAX_BYTES):
        if not (raw / result.path).is_relative_to(gold):
            yield from result.captured


def _code(article: CapturedArticle) -> Coding:
    return code_document(read_document(article))


def _truth(gold: Gold) -> Truth:
    items = gold.get("items") or [gold]
    figures: list[Gold] = []
    cases: list[Gold] = []
    campaigns: list[Gold] = []
    for index, item in enumerate(items):
        prefix = f"{index}." if len(items) > 1 else ""
        cases += [case | {"key": prefix + case["key"]} for case in item.get("cases") or []]
        figures += [f | {"case": prefix + f["case"] if f.get("case") else None} for f in item.get("figures") or []]
        campaigns += item.get("campaigns") or []
    is_in = any(item.get("in_domain", gold.get("in_domain", True)) for item in items)
    return Truth(file_name(gold["file"]), is_in, tuple(figures), tuple(cases), tuple(campaigns))
