"""Case reports to compare: made ones, and those of the hand-coded sample bulletins."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.normalize.resolution import Link, ReportFeatures

_SAMPLES = Path(__file__).resolve().parents[2] / "cases" / "samples"


def report(report_id: str, article: str = "", /, **changes: object) -> ReportFeatures:
    """A report of a case in Anqiu without anything else that could be compared."""
    given: dict[str, object] = {
        "report_id": report_id,
        "article": article or f"article of {report_id}",
        "order": (1, 0),
        "title": f"Title {report_id}",
        "jurisdictions": frozenset({"370784"}),
        "figures": frozenset(),
        "surnames": frozenset(),
        "code_name": None,
        "campaign_key": None,
        "scheme": None,
        "role": None,
        "published_on": date(2023, 5, 4),
        **changes,
    }
    return ReportFeatures(**given)  # type: ignore[arg-type] # keywords of the caller's choice


def figures(**values: int | str) -> frozenset[tuple[str, Decimal]]:
    """Figures as features hold them."""
    return frozenset((metric, Decimal(value)) for metric, value in values.items())


def partition(links: Sequence[Link]) -> frozenset[frozenset[str]]:
    """Which reports are together."""
    by_case: dict[str, set[str]] = {}
    for link in links:
        by_case.setdefault(link.case_id, set()).add(link.report_id)
    return frozenset(frozenset(reports) for reports in by_case.values())


def sample_reports() -> dict[str, list[ReportFeatures]]:
    """Reports of the sample bulletins as they were coded by hand, by article."""
    found: dict[str, list[ReportFeatures]] = {}
    for path in sorted(_SAMPLES.glob("*.json")):
        for place, article in enumerate(_articles(json.loads(path.read_text(encoding="utf-8")))):
            name = f"{path.stem}#{place}"
            found[name] = [_of_gold(name, article, number, case) for number, case in enumerate(article["cases"])]
    return found


def sample_truth() -> frozenset[frozenset[str]]:
    """Which reports of the samples tell one case."""
    by_case: dict[str, set[str]] = {}
    for path in sorted(_SAMPLES.glob("*.json")):
        for place, article in enumerate(_articles(json.loads(path.read_text(encoding="utf-8")))):
            for case in article["cases"]:
                key = f"{path.stem}#{place}/{case['key']}"
                by_case.setdefault(case.get("same_as") or key, set()).add(key)
    return frozenset(frozenset(reports) for reports in by_case.values())


def _articles(gold: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - parsed JSON
    listed = gold if isinstance(gold, list) else gold.get("items", [gold])
    return [article for article in listed if article.get("cases")]


def _of_gold(name: str, article: dict[str, Any], number: int, case: dict[str, Any]) -> ReportFeatures:
    own = [figure for figure in article["figures"] if figure.get("case") == case["key"]]
    published = article.get("article", {}).get("published")
    return report(
        f"{name}/{case['key']}",
        name,
        order=(1, number),
        title=case["title"],
        jurisdictions=frozenset(case["regions"]["jurisdiction"]),
        figures=frozenset((figure["metric"], Decimal(str(figure["value"]))) for figure in own),
        campaign_key=case["campaign"],
        scheme=case["scheme"],
        role=case["role"],
        published_on=date.fromisoformat(published) if published else None,
    )
