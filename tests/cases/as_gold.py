"""The articles of tests/cases/articles as a corpus for a scorer: a text file and a hand-coded JSON file for each.

The JSON has the form of tests/cases/samples/*.json. Reading and writing articles belongs here; what is expected of them is
in the articles themselves, and whether they are well formed is checked in test_articles_wellformed.py. Nothing here runs
the extraction.
"""

import json
from pathlib import Path
from typing import Any

import yaml

ARTICLES = Path(__file__).parent / "articles"
CASE_ROLES = ("jurisdiction", "arrest", "site", "victim", "origin")

Article = dict[str, Any]


def article_paths() -> list[Path]:
    """The article files in the order of their numbers."""
    return sorted(ARTICLES.glob("*.yaml"))


def load_article(path: Path) -> Article:
    """One article: title, language, script, published, publisher, text, expected."""
    article: Article = yaml.safe_load(path.read_text(encoding="utf-8"))
    return article


def _gold_case(case: dict[str, Any]) -> dict[str, Any]:
    regions = {role: case[role] for role in CASE_ROLES}
    rest = {key: value for key, value in case.items() if key not in CASE_ROLES}
    return {"key": rest.pop("key"), "title": rest.pop("title"), "regions": regions, "same_as": None, **rest}


def as_gold(slug: str, article: Article) -> dict[str, Any]:
    """The gold form of one article; `slug` names its text file."""
    expected = article["expected"]
    described = {key: article[key] for key in ("language", "script", "title", "published", "publisher")}
    return {
        "id": slug,
        "file": f"{slug}.txt",
        "article": described,
        "in_domain": expected["in_scope"],
        "campaigns": expected["campaigns"],
        "cases": [_gold_case(case) for case in expected["cases"]],
        "figures": expected["figures"],
    }


def write_corpus(folder: Path) -> int:
    """Write `folder`/raw/*.txt and `folder`/gold/*.json, one of each for an article; returns how many articles."""
    raw, gold = folder / "raw", folder / "gold"
    raw.mkdir(parents=True, exist_ok=True)
    gold.mkdir(parents=True, exist_ok=True)
    for path in article_paths():
        article = load_article(path)
        (raw / f"{path.stem}.txt").write_text(article["text"], encoding="utf-8")
        coded = json.dumps(as_gold(path.stem, article), ensure_ascii=False, indent=1)
        (gold / f"{path.stem}.json").write_text(coded + "\n", encoding="utf-8")
    return len(article_paths())
