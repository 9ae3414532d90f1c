"""`casebook erase` in a warehouse that was used: nothing that was held of the article is in any file afterwards."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Erasing:
    """A warehouse from which an article was erased, and what there was of it before."""

    world: World
    printed: str
    position: int  # where the log ended before
    held: tuple[str, ...]  # files of the warehouse that had the article's words
    told_at: tuple[str, ...]  # macros that showed the article's words at that position
    copy: Path  # a past state that was written before
    others: list[tuple[object, ...]]  # figures of the other article


MACROS = """
    select distinct function_name from duckdb_functions()
    where function_type = 'table_macro' and ends_with(function_name, '_at')
    order by all
"""
OTHERS = "select article, metric, value from figures where article = 'other.md' order by all"


@pytest.fixture(scope="module")
def erasing(tmp_path_factory: pytest.TempPathFactory) -> Erasing:
    """Two articles refreshed, a past state written, one article erased."""
    folder = tmp_path_factory.mktemp("erasing")
    world = _world(folder, {"erased.md": TEXT, "other.md": OTHER})
    world.refresh()
    position, copy = world.log.head(), folder / "before.duckdb"
    _write_past(world, position, copy)
    held, told_at = tuple(_holding(world.warehouse, MARK)), tuple(_telling(world, position))
    others = world.rows(OTHERS)
    done = world.casebook("erase", "--article", "erased.md", "--reason", "asked for")
    assert done.returncode == 0, done.stderr
    return Erasing(world, done.stdout, position, held, told_at, copy, others)


def _write_past(world: World, position: int, file: Path) -> None:
    done = world.casebook("rebuild", "--at", str(position), "--to", str(file))
    assert done.returncode == 0, done.stderr


def _telling(world: World, position: int) -> list[str]:
    """The macros of the published file that show the article's words when asked for a position."""
    names = [str(name) for (name,) in world.rows(MACROS)]
    assert len(names) > 10
    shown = {name: str(world.rows(f"from {name}({position})")) for name in names}
    return [name for name, text in shown.items() if MARK in text or NAME in text]


def test_nothing_is_left_in_any_file(erasing: Erasing) -> None:
    """Log, tables, published file, stage, history of runs; another article is untouched, and the file is not taken again."""
    world = erasing.world
    assert len(erasing.held) > 3
    assert _holding(world.warehouse, MARK) == []
    assert _holding(world.warehouse, NAME) == []
    assert world.rows(OTHERS) == erasing.others
    assert world.rows("select count(*) from figures where article = 'erased.md'") == [(0,)]
    assert world.casebook("verify", "--deep").returncode == 0

    assert "0 events appended" in world.refresh()
    assert _holding(world.warehouse, MARK) == []


def test_the_past_holds_nothing_of_it(erasing: Erasing, tmp_path: Path) -> None:
    """Neither asked of the published file nor built from the log, at a position when the article was believed."""
    assert "figures_at" in erasing.told_at
    assert _telling(erasing.world, erasing.position) == []
    _write_past(erasing.world, erasing.position, tmp_path / "after.duckdb")
    assert _holding(tmp_path, MARK) == []
    assert _holding(tmp_path, NAME) == []
    with closing(duckdb.connect(str(tmp_path / "after.duckdb"), read_only=True)) as connection:
        assert connection.execute(OTHERS).fetchall() == erasing.others


def test_what_is_not_reached_is_told(erasing: Erasing) -> None:
    """Files outside the warehouse cannot be known of: one line says so, and it is true."""
    assert [
        line for line in erasing.printed.splitlines() if line.startswith("Not reached: ") and "rebuild --to" in line
    ]
    assert MARK in _texts(erasing.copy)


def test_wrong_use_is_one_line(erasing: Erasing) -> None:
    """A name that is not there, an empty reason."""
    head = erasing.world.log.head()
    for arguments in (("nope.md", "asked for"), ("other.md", " ")):
        done = erasing.world.casebook("erase", "--article", arguments[0], "--reason", arguments[1])
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
    assert erasing.world.log.head() == head
    assert erasing.world.rows(OTHERS) == erasing.others
