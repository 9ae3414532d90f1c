"""Hand-coded articles as resolution sees them, with the truth of which reports tell one case, and measures of a partition.

Gold files say which cases are one in `same_as`. What the coder would add (suspects, the passage) is not in them: linking is
measured here apart from extraction.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.normalize.resolution import ReportFeatures
from pipelines.normalize.tables.features import REPORT_ROWS, features

Partition = Iterable[Iterable[str]]

_CAPTURED_ON = date(2026, 11, 1)
_CODE_NAME = re.compile(r"\d{1,2}[·.]\d{1,2}(?=[”专])")


def gold_reports(*folders: Path) -> tuple[list[ReportFeatures], Mapping[str, str]]:
    """Features of all cases in the gold files of the folders, and report id → the case that it truly tells."""
    rows: list[dict[str, Any]] = []
    truth: dict[str, str] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for place, article in enumerate(gold if isinstance(gold, list) else gold.get("items") or [gold]):
            name = f"{path.stem}#{place}"
            for row, same_as in _rows(name, article):
                rows.append(row)
                truth[row["report_id"]] = same_as or row["report_id"]
    return [*features(pl.DataFrame(rows, schema=REPORT_ROWS))], truth


def pairwise(found: Partition, truth: Mapping[str, str]) -> tuple[float, float]:
    """Precision and recall of pairs that are together."""
    clusters = [[truth[report] for report in cluster] for cluster in found]
    made = sum(_pairs(len(cluster)) for cluster in clusters)
    right = sum(_pairs(n) for cluster in clusters for n in Counter(cluster).values())
    wanted = sum(_pairs(n) for n in Counter(truth.values()).values())
    return (right / made if made else 1.0, right / wanted if wanted else 1.0)


def b_cubed(found: Partition, truth: Mapping[str, str]) -> tuple[float, float]:
    """Precision and recall averaged over reports (Bagga and Baldwin 1998)."""
    size = Counter(truth.values())
    precision = recall = 0.0
    for cluster in found:
        told = Counter(truth[report] for report in cluster)
        total = sum(told.values())
        precision += sum(n * n / total for n in told.values())
        recall += sum(n * n / size[case] for case, n in told.items())
    return precision / len(truth), recall / len(truth)


def f1(precision_and_recall: tuple[float, float]) -> float:
    """Their harmonic mean."""
    precision, recall = precision_and_recall
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(n: int) -> int:
    return n * (n - 1) // 2


def _rows(name: str, article: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str | None]]:
    cases = article.get("cases") or []
    in_charge = [(case["regions"].get("jurisdiction") or [None])[0] for case in cases]
    published = (article.get("article") or {}).get("published")
    for number, case in enumerate(cases):
        own = [figure for figure in article["figures"] if figure.get("case") == case["key"]]
        yield (
            {
                "report_id": f"{name}/{case['key']}",
                "article": name,
                "version_sha256": name,
                "captured_position": 1,
                "case_key": case["key"],
                "title": case["title"],
                "code_name": code[0] if (code := _CODE_NAME.search(case["title"])) else None,
                "agency_adcode": in_charge[number],
                "scheme": case["scheme"],
                "role": case["role"],
                "campaign_key": case.get("campaign"),
                "published_on": date.fromisoformat(published) if published else None,
                "told_on": date.fromisoformat(published) if published else _CAPTURED_ON,
                "figures": [_figure(figure) for figure in own],
                "places": [
                    {"adcode": adcode, "role": role} for role, codes in case["regions"].items() for adcode in codes
                ],
                "case_places": [place or "" for place in in_charge],
                "list_index": number,
            },
            case.get("same_as"),
        )


def _figure(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "metric": figure["metric"],
        "value": Decimal(str(figure["value"])),
        "unit": figure.get("unit"),
        "qualifier": figure["qualifier"],
        "subset": bool(figure.get("subset")),
    }
