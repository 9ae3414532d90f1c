"""What table digests tell: nothing where a file is as it was left, and the table where anything in it was changed."""

import random
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import zip_longest
from pathlib import Path

import duckdb
import pytest
from builders import Desk, Row, Telling, correction, events_of, notes, rejected, withdrawn
from databases import TABLES, contents, project

from pipelines.errors import NotAWarehouseError
from pipelines.eventlog import EventLog
from pipelines.load.digests import digest_findings
from pipelines.load.sqlfiles import read_query

# Another value of a column, by the beginning of its type.
OTHER = {
    "BIGINT[]": "list_append({0}, 1)",
    "VARCHAR[]": "list_append({0}, 'x')",
    "VARCHAR": "coalesce({0}, '') || 'x'",
    "MAP": "map {{'x': 'y'}}",
    "BOOLEAN": "not coalesce({0}, true)",
    "STRUCT": "struct_update(coalesce({0}, struct_pack(metric := 'm')), metric := 'x')",
    "BLOB": "coalesce({0}, ''::blob) || 'x'::blob",
    "DATE": "coalesce({0} + 40000, date '2024-01-01')",
    "TIMESTAMP": "{0} + interval 1 second",
    "BIGINT": "coalesce({0}, 0) + 1000",
    "INTEGER": "coalesce({0}, 0) + 1000",
    "DECIMAL": "coalesce({0}, 0) + 0.0001",
}

Column = tuple[str, str, str]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A projection with rows in every table, brought forward in several steps."""
    folder = tmp_path_factory.mktemp("digests")
    log = EventLog(str(folder / "log"))
    log.create()
    desk, file = Desk(log), folder / "whole.duckdb"
    for article in ("a", "b"):
        telling = Telling(article, desk.capture(article, fields=[("k", "v")]))
        reports = (telling.linked(), telling.region(), telling.campaign(), telling.figure(), telling.quarantined())
        desk.tell(telling, telling.case(suspects=["somebody"]), *reports)
        project(file, log)
    told = Telling("a", 1)
    alike: Row = {"target": "case", "case_id": "A", "other_case_id": "B", "cleared": ["scheme"]}
    desk.commit(correction("report_retracted", **told.about("figure", 1)), correction("cases_merged", **alike))
    project(file, log)
    erased: Row = {"article": "a", "reason": "for the test", "events": 1, "root": bytes(32)}
    desk.commit(withdrawn("b"), rejected("c"), notes(1), events_of("article_erased", erased))
    project(file, log)
    return file


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(whole, tmp_path / "copy.duckdb"))


@pytest.fixture
def open_copy(copy: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(str(copy))) as connection:
        yield connection


def _columns(connection: duckdb.DuckDBPyConnection) -> list[Column]:
    found = connection.execute(
        "select if(schema_name = 'main', '', schema_name || '.') || table_name, column_name, data_type "
        "from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name = current_database()"
    ).fetchall()
    return [(str(table), str(column), str(kind)) for table, column, kind in found]


def _computed(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[object, ...]]:
    found = connection.execute(read_query("compute_table_digests").text).fetchall()
    return {str(name): tuple(rest) for name, *rest in found}


def test_a_file_is_as_it_was_left(whole: Path) -> None:
    assert digest_findings(whole) == ()


def test_every_table_with_rows_has_a_digest(whole: Path) -> None:
    with closing(duckdb.connect(str(whole), read_only=True)) as connection:
        tables = {table for table, _, _ in _columns(connection)}
        recorded = {str(name): int(rows) for name, rows, _ in connection.table("table_digests").fetchall()}
    assert {*recorded, "table_digests", "warehouse_state"} == {*tables, "catalog"}
    assert [name for name, rows in recorded.items() if rows == 0] == [], "what these tests can change"


@pytest.mark.slow
def test_another_value_in_any_column_is_noticed(open_copy: duckdb.DuckDBPyConnection) -> None:
    """The first column of every table together, then the second of each that has one, and so on."""
    before, columns = _computed(open_copy), dict[str, list[Column]]()
    for column in _columns(open_copy):
        columns.setdefault(column[0], []).append(column)
    del columns["table_digests"], columns["warehouse_state"]
    for changed in zip_longest(*columns.values()):
        open_copy.execute("begin")
        for table, column, kind in filter(None, changed):
            other = next(value for prefix, value in OTHER.items() if kind.startswith(prefix)).format(f'"{column}"')
            open_copy.execute(f'update {table} set "{column}" = {other} where rowid = (select max(rowid) from {table})')
        noticed = {name for name, found in _computed(open_copy).items() if found != before[name]}
        assert noticed == {table for table, *_ in filter(None, changed)}, changed
        open_copy.execute("rollback")
    assert _computed(open_copy) == before


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("delete from case_history", r"case_history: 0 rows where \d+ were recorded"),
        ("insert into dim_scheme by name select 'x' as scheme, * exclude (scheme) from dim_scheme limit 1", "dim_scheme: 3 rows"),
        ("update fact_figure_history set value = value * 2", "fact_figure_history: the rows are not those"),
        ("update fact_figure_history set span_start = span_end, span_end = span_start", "fact_figure_history: the rows"),
        ("create table mine (x integer)", r"catalog: \d+ rows where"),
        ("create or replace view figures as select 1 as value", "catalog: the rows are not those"),
        ("create or replace macro end_of_log() as 0::bigint", "catalog: the rows are not those"),
        ("drop table coding_history", "cannot be read: .*coding_history"),
        ("drop table table_digests", "cannot be read: .*table_digests"),
        ("delete from table_digests where table_name = 'dim_date'", "dim_date: no digest of it was recorded"),
        ("insert into table_digests values ('more', 1, 1)", "more: no digest of it was to be recorded"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(copy: Path, change: str, finding: str) -> None:
    with closing(duckdb.connect(str(copy))) as connection:
        connection.execute(change)
    [found] = digest_findings(copy)
    assert re.search(finding, found), found


@pytest.mark.slow
def test_a_flipped_bit_is_found_or_changes_nothing(whole: Path, tmp_path: Path) -> None:
    content, chance, found = whole.read_bytes(), random.Random(13), 0
    expected = contents(whole, TABLES)
    for number in range(40):
        spoilt = bytearray(content)
        spoilt[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file = tmp_path / f"{number}.duckdb"
        file.write_bytes(spoilt)
        try:
            findings = digest_findings(file)
        except NotAWarehouseError:
            findings = ("it cannot be opened",)
        found += bool(findings)
        # DuckDB's own checksums may speak first: a reader is told then, and given nothing wrong.
        with suppress(duckdb.Error):
            assert findings or contents(file, TABLES) == expected
        file.unlink()
    assert found


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_text("text", encoding="utf-8")
    with pytest.raises(NotAWarehouseError, match="cannot be opened"):
        digest_findings(tmp_path / "x.duckdb")
