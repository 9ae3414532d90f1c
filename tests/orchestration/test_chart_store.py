"""Pictures are drawn anew when what is published or their code changes, and not otherwise."""

import shutil
from pathlib import Path

import pytest
from refreshing import World, refreshed

from pipelines.orchestration.chart_store import charts_of

__all__ = ["refreshed"]

pytestmark = pytest.mark.slow


def test_pictures_are_kept_until_the_file_or_the_code_changes(refreshed: World, tmp_path: Path) -> None:
    first = charts_of(refreshed.published, tmp_path, "1")
    assert set(first) == {"arrests_by_province", "articles_by_status", "throughput"}
    kept = tmp_path / "charts.json"
    drawn = kept.stat()
    assert charts_of(refreshed.published, tmp_path, "1") == first
    assert kept.stat() == drawn
    assert charts_of(refreshed.published, tmp_path, "2") == first
    assert kept.stat() != drawn
    other = tmp_path / "other.duckdb"
    shutil.copyfile(refreshed.published, other)
    drawn = kept.stat()
    assert charts_of(other, tmp_path, "2") == first
    assert kept.stat() != drawn


def test_what_cannot_be_read_is_drawn_anew(refreshed: World, tmp_path: Path) -> None:
    first = charts_of(refreshed.published, tmp_path, "1")
    (tmp_path / "charts.json").write_text("{", encoding="utf-8")
    assert charts_of(refreshed.published, tmp_path, "1") == first
