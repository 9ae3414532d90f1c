"""Every column that analysts meet is described, and nothing is described that is not there."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from builders import small_reference

from pipelines.eventlog import EventLog
from pipelines.load.projection import bring_forward


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A projection of an empty log; a writable one, so that tests can spoil it."""
    folder: Path = tmp_path_factory.mktemp("dictionary")
    log = EventLog(str(folder / "log"))
    log.create()
    bring_forward(folder / "x.duckdb", log, small_reference())
    with closing(duckdb.connect(str(folder / "x.duckdb"))) as connection:
        yield connection


UNDESCRIBED = "select table_name, column_name from data_dictionary where coalesce(description, '') = '' order by all"

# Descriptions of columns that no table has, or not the table that they name.
IDLE = """
from column_description as d
where not exists (
    from data_dictionary as c
    where c.column_name = d.column_name and d.table_name in ('', c.table_name)
)
"""


def test_no_column_is_without_a_description(empty: duckdb.DuckDBPyConnection) -> None:
    assert empty.execute(UNDESCRIBED).fetchall() == []


def test_no_description_is_idle(empty: duckdb.DuckDBPyConnection) -> None:
    assert empty.execute(IDLE).fetchall() == []


def test_the_dictionary_knows_every_public_table_and_view(empty: duckdb.DuckDBPyConnection) -> None:
    shown = "select table_name from information_schema.tables where table_schema = 'main' order by all"
    assert (
        empty.execute(shown).fetchall()
        == empty.execute("select distinct table_name from data_dictionary order by all").fetchall()
    )


def test_a_column_without_a_description_is_noticed(empty: duckdb.DuckDBPyConnection) -> None:
    empty.execute("begin")
    empty.execute("create table pot (handle integer, value integer)")
    empty.execute("insert into column_description values ('lid', '', 'Closes it.')")
    assert empty.execute(UNDESCRIBED).fetchall() == [("pot", "handle")]
    assert [row[0] for row in empty.execute(IDLE).fetchall()] == ["lid"]
    empty.execute("rollback")


def test_what_a_table_says_of_its_own_column_goes_first(empty: duckdb.DuckDBPyConnection) -> None:
    told = dict(
        empty.execute("select table_name, description from data_dictionary where column_name = 'status'").fetchall()
    )
    assert told["dim_case"].startswith("How well")
    assert told["dim_article"].startswith("captured")
