"""A late article shows that two cases are one: the earlier report's new link passes every gate into the star schema."""

import os
from pathlib import Path

import pytest
from refreshing import World

from pipelines.orchestration.run import run_job

pytestmark = pytest.mark.slow

LOST = "山东省安丘市公安局打掉一个电信网络诈骗团伙，受害人李某被骗412477元"
FROZEN = "冻结涉案资金86531元"
CASES = "select article, case_id, link_decision from case_report order by article"


def _article(title: str, day: int, text: str) -> str:
    return f"# {title}\n\n2023-05-0{day} 来源：晚报\n\n{text}，案件正在侦办中。\n"


def test_a_late_article_joins_two_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", os.environ.get("DAGSTER_HOME", ""))
    world = World(tmp_path / "raw", tmp_path / "warehouse")
    world.raw.mkdir()
    (world.raw / "a.md").write_text(_article("安丘警方打掉一团伙", 4, LOST), encoding="utf-8")
    (world.raw / "b.md").write_text(
        _article("安丘警方冻结资金", 5, f"山东省安丘市公安局近日侦破一起电信网络诈骗案，{FROZEN}"), encoding="utf-8"
    )
    run_job("refresh", world.settings)
    (_, first, _), (_, second, _) = world.rows(CASES)
    assert first != second
    (world.raw / "c.md").write_text(_article("安丘警方再传捷报", 6, f"{LOST}，{FROZEN}"), encoding="utf-8")
    run_job("refresh", world.settings)
    assert world.rows(CASES) == [("a.md", first, "new"), ("b.md", first, "moved"), ("c.md", first, "matched")]
    assert world.rows("select case_id, reports from dim_case") == [(first, 3)]
    assert world.rows("select distinct case_id from fact_figure where scope = 'case'") == [(first,)]
