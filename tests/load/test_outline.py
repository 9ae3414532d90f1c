"""What a run shows of a projection is what its views say; the queries count before they join, the views here do not."""

from refreshing import World, refreshed

from pipelines.load.outline import arrests_by_province, articles_by_day, newest_figures

__all__ = ["refreshed"]


def test_articles_and_figures_of_each_day(refreshed: World) -> None:
    wanted = refreshed.rows(
        "select strftime(a.captured_at at time zone 'UTC', '%Y-%m-%d') as day, count(distinct a.article_key), "
        "count(f.figure_id) from dim_article as a left join fact_figure as f using (article_key) "
        "group by day order by day desc"
    )
    assert any(figures for *_, figures in wanted)
    assert articles_by_day(refreshed.published, 60) == wanted
    assert articles_by_day(refreshed.published, 0) == []


def test_arrests_of_each_province(refreshed: World) -> None:
    found = {adcode: arrested for adcode, _, arrested in arrests_by_province(refreshed.published)}
    told = refreshed.rows(
        "select r.province_adcode, cast(sum(suspects_arrested) as bigint) from fact_case as c "
        "inner join dim_region as r on c.jurisdiction_adcode = r.adcode "
        "where r.province_adcode is not null and suspects_arrested is not null group by all"
    )
    wanted = {str(adcode): arrested for adcode, arrested in told}
    assert len(wanted) > 1
    assert {adcode: arrested for adcode, arrested in found.items() if arrested is not None} == wanted
    assert len(found) == 34, "provinces of which nothing is told are shown too"


def test_the_newest_figures(refreshed: World) -> None:
    wanted = refreshed.rows(
        "select published_on, article, metric, value, qualifier, unit, region_name, quote from figures "
        "order by published_on desc nulls last, article, span_start"
    )
    assert len(wanted) > 10
    shown = [tuple(row.values()) for row in newest_figures(refreshed.published, 10_000).to_pylist()]
    assert sorted(shown, key=str) == sorted(wanted, key=str)
    assert [row[:2] for row in shown] == [row[:2] for row in wanted]
    assert (
        newest_figures(refreshed.published, 10).to_pylist()
        == newest_figures(refreshed.published, 10_000).to_pylist()[:10]
    )
