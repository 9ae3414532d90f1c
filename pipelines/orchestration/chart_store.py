"""The pictures of what is published, drawn once for what is published and for the same code.

Drawing takes a second, most of it to import matplotlib; a refresh that found nothing new shows the pictures again.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.charts import pictures
from pipelines.charts.pictures import Day, Province, Status
from pipelines.load.outline import arrests_by_province, articles_by_day, articles_by_status
from pipelines.whole_files import replace_file

_DAYS = 30


def charts_of(published: Path, stage: Path, code_version: str) -> Mapping[str, str]:
    """SVG by the picture's name: what is kept below `stage` if it was drawn of the same file, otherwise drawn anew."""
    status = published.stat()
    drawn_of = [code_version, status.st_ino, status.st_size, status.st_mtime_ns]
    kept = _read(stage)
    if kept.get("drawn_of") == drawn_of:
        found: Mapping[str, str] = kept["charts"]
        return found
    charts = {
        "arrests_by_province": pictures.arrests_by_province([Province(*row) for row in arrests_by_province(published)]),
        "articles_by_status": pictures.articles_by_status([Status(*row) for row in articles_by_status(published)]),
        "throughput": pictures.throughput([Day(*row) for row in reversed(articles_by_day(published, _DAYS))]),
    }
    text = json.dumps({"drawn_of": drawn_of, "charts": charts})
    replace_file(_file(stage), lambda draft: draft.write_text(text, encoding="utf-8"))
    return charts


def _file(stage: Path) -> Path:
    return stage / "charts.json"


def _read(stage: Path) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(_file(stage).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept
