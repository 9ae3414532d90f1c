"""`casebook erase` in a warehouse that was used: nothing that was held of the article is in any file afterwards."""

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from refreshing import World

NAME = "郭某某"
MARK = "朝阳路悦来客栈"  # words that only the erased article has
TEXT = f"""---
title: 兴隆县公安局{MARK}抓获诈骗嫌疑人
url: https://example.com/erased
date: 2023-05-06
---
兴隆县公安局在{MARK}破获一起电信网络诈骗案，抓获犯罪嫌疑人{NAME}等7名，查获手机31部、银行卡42张，涉案金额230余万元。
"""
OTHER = TEXT.replace(MARK, "客运站").replace(NAME, "苏某某").replace("7名", "9名").replace("erased", "other")

pytestmark = pytest.mark.slow


def _world(folder: Path, files: dict[str, str]) -> World:
    world = World(folder / "raw", folder / "warehouse")
    world.raw.mkdir()
    for name, text in files.items():
        (world.raw / name).write_text(text, encoding="utf-8")
    return world


def _texts(path: Path) -> str:
    """A file as bytes, and as what its format holds."""
    found = [path.read_bytes().decode("utf-8", "replace")]
    if path.suffix == ".parquet":
        found += [_unescaped(row) for row in pq.read_table(path).to_pylist()]
    elif path.suffix == ".duckdb":
        with closing(duckdb.connect(str(path), read_only=True)) as connection:
            tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, table in tables:
                found += map(str, connection.execute(f'from "{schema}"."{table}"').fetchall())
    elif path.suffix == ".db":
        with closing(sqlite3.connect(path)) as connection:
            found += list(connection.iterdump())
    return "\n".join(found)


def _unescaped(row: dict[str, object]) -> str:
    content = row.pop("content", None)
    return str(row) + (content.decode("utf-8", "replace") if isinstance(content, bytes) else "")


def _holding(warehouse: Path, words: str) -> list[str]:
    escaped = words.encode("unicode_escape").decode()
    files = [path for path in warehouse.rglob("*") if path.is_file()]
    texts = {str(path.relative_to(warehouse)): _texts(path) for path in files}
    return [name for name, text in texts.items() if words in text or escaped in text]


def test_nothing_is_left_in_any_file(tmp_path: Path) -> None:
    """Log, tables, published file, stage, history of runs; another article is untouched, and the file is not taken again."""
    world = _world(tmp_path, {"erased.md": TEXT, "other.md": OTHER})
    world.refresh()
    assert len(_holding(world.warehouse, MARK)) > 3
    before = world.rows("select article, metric, value from figures where article = 'other.md' order by all")

    done = world.casebook("erase", "--article", "erased.md", "--reason", "asked for")
    assert done.returncode == 0, done.stderr
    assert _holding(world.warehouse, MARK) == []
    assert _holding(world.warehouse, NAME) == []
    assert world.rows("select article, metric, value from figures where article = 'other.md' order by all") == before
    assert world.rows("select count(*) from figures where article = 'erased.md'") == [(0,)]
    assert world.casebook("verify", "--deep").returncode == 0

    assert "0 events appended" in world.refresh()
    assert _holding(world.warehouse, MARK) == []


def test_wrong_use_is_one_line(tmp_path: Path) -> None:
    """A name that is not there, an empty reason."""
    world = _world(tmp_path, {"other.md": OTHER})
    world.refresh()
    for arguments in (("nope.md", "asked for"), ("other.md", " ")):
        done = world.casebook("erase", "--article", arguments[0], "--reason", arguments[1])
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
