"""What kind of publisher a name is: the terms of the code list, and the macro that applies them."""

from collections.abc import Iterator
from contextlib import closing

import duckdb
import polars as pl
import pytest

from pipelines.errors import ReferenceDataError
from pipelines.load.sqlfiles import SQL_ROOT
from pipelines.model import codelists

# Names as they are met, and what they are.
NAMES = {
    "公安部网站": "authority",
    "忻州公安": "authority",
    "浙江网警巡查执法": "authority",
    "最高检网站": "authority",
    "某某市中级人民法院": "authority",
    "四川长安网": "authority",
    "国家反诈中心": "authority",
    "Hangzhou Police": "authority",
    "人民公安报": "central_media",
    "检察日报": "central_media",
    "新华社": "central_media",
    "新華社": "central_media",
    "新华网江苏频道": "central_media",
    "央视新闻": "central_media",
    "中国新闻网": "central_media",
    "XINHUA": "central_media",
    "China Daily": "central_media",
    "湖南法治报": "other",
    "新浪财经": "other",
    "The Economist": "other",
    "安全圈": "other",
    None: "unnamed",
}


@pytest.fixture(scope="module")
def kinds() -> Iterator[duckdb.DuckDBPyConnection]:
    terms = pl.DataFrame(list(codelists.source_terms().items()), schema=["term", "kind"], orient="row")
    with closing(duckdb.connect()) as connection:
        connection.register("reference_source_terms", terms.to_arrow())
        for file in ("schema/dim_source_term.sql", "views/source_kind.sql"):
            connection.execute((SQL_ROOT / file).read_text(encoding="utf-8"))
        yield connection


@pytest.mark.parametrize("name", NAMES)
def test_the_kind_of_a_publisher(kinds: duckdb.DuckDBPyConnection, name: str | None) -> None:
    assert kinds.execute("select source_kind(publisher) from (select ?::varchar as publisher)", [name]).fetchall() == [
        (NAMES[name],)
    ]


def test_kinds_are_ranked_and_what_is_not_named_is_last() -> None:
    assert list(codelists.source_kinds()) == ["authority", "central_media", "other", "unnamed"]
    assert set(codelists.source_terms().values()) <= set(codelists.source_kinds())


@pytest.mark.parametrize("term", [{"term": "Police", "kind": "authority"}, {"term": "police", "kind": "constable"}])
def test_a_term_that_can_never_count_is_refused(monkeypatch: pytest.MonkeyPatch, term: dict[str, str]) -> None:
    kinds = codelists.source_kinds()
    monkeypatch.setattr(codelists, "_rows", lambda _: [term])
    monkeypatch.setattr(codelists, "source_kinds", lambda: kinds)
    with pytest.raises(ReferenceDataError, match=r"source_terms\.csv"):
        codelists.source_terms.__wrapped__()


def test_ranks_that_leave_a_gap_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"name_zh": "", "name_en": "", "definition_zh": "", "definition_en": ""}
    monkeypatch.setattr(
        codelists, "_rows", lambda _: [{"kind": "a", "rank": "1", **row}, {"kind": "b", "rank": "3", **row}]
    )
    with pytest.raises(ReferenceDataError, match="ranks"):
        codelists.source_kinds.__wrapped__()
