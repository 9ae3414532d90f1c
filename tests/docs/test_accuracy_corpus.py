"""The scorer reads the articles of a folder, and not their coding where that lies inside it."""

import json
from pathlib import Path

from tools.accuracy.corpus import code_folder


def test_a_coding_inside_the_folder_is_no_article(tmp_path: Path) -> None:
    item = {"title": "警方打掉一个电信诈骗团伙", "content": "警方打掉一个电信网络诈骗团伙，抓获犯罪嫌疑人14名。"}
    gold = tmp_path / "gold"
    gold.mkdir()
    for folder in (tmp_path, gold):
        (folder / "one.json").write_text(json.dumps([item], ensure_ascii=False), encoding="utf-8")
    (reading,) = code_folder(tmp_path, gold, frozenset(["one.json"])).values()
    assert len(reading.codings) == 1
    assert len(code_folder(tmp_path, tmp_path / "elsewhere", frozenset(["one.json"]))["one.json"].codings) == 2
