"""Totals over real and sample articles count nothing twice: the traps that lie in them, one by one."""

import pytest
from refreshing import SEEDS, World, refreshed, seeds

__all__ = ["refreshed", "seeds"]

pytestmark = pytest.mark.slow
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not here")


def _arrests(world: World, view: str, where: str) -> list[tuple[object, ...]]:
    return world.rows(
        f"select scope, value::int from {view} where metric = 'suspects_arrested' and {where} order by value, article"
    )


@needs_seeds
def test_a_release_in_two_languages_is_one_total_that_holds_its_ten_cases(seeds: World) -> None:
    told = "select count(*) from fact_figure where metric = 'suspects_arrested' and campaign_key = 'clean_net_2021'"
    assert seeds.value(told) == 22, "the total and ten cases, twice"
    for view in ("additive_figures", "additive_figures_by_campaign"):
        assert _arrests(seeds, view, "campaign = 'clean_net_2021'") == [("aggregate", 1400)]
    provinces = _arrests(seeds, "additive_figures_by_province", "campaign = 'clean_net_2021'")
    assert [value for _, value in provinces] == [8, 10, 12, 13, 16, 17, 20, 23, 25, 39]


@needs_seeds
def test_a_half_year_holds_its_campaign_and_its_cases(seeds: World) -> None:
    """Of 185 arrests 140 are the local campaign's, and five cases are told beside them."""
    in_shanxi = "province_adcode = '140000' and campaign is distinct from 'clean_net_2021'"
    for view in ("additive_figures", "additive_figures_by_province"):
        assert _arrests(seeds, view, in_shanxi) == [("aggregate", 185)]


@needs_seeds
def test_a_growing_investigation_counts_once_with_its_best_value(seeds: World) -> None:
    """7, then 63 on one day, more than 80 in all."""
    assert _arrests(seeds, "additive_figures", "province_adcode = '510000'") == [("case", 80)]


@needs_seeds
def test_the_sum_of_all_arrests_of_the_seeds(seeds: World) -> None:
    """The case of the fifth seed tells no day and may lie in the campaign's time: it is left out."""
    assert _arrests(seeds, "additive_figures", "true") == [("case", 80), ("aggregate", 185), ("aggregate", 1400)]


def test_money_stopped_in_the_whole_is_not_added_to_that_of_a_case(refreshed: World) -> None:
    rows = refreshed.rows(
        "select value::bigint, scope from additive_figures where metric = 'amount_stopped' order by value"
    )
    assert rows == [(260_000, "case"), (684_000_000, "aggregate")], "412,477 of the 684 million are a case's"


def test_no_part_and_no_daily_figure_is_in_a_sum(refreshed: World) -> None:
    joined = (
        "from additive_figures inner join fact_figure as f using (figure_id) where f.is_subset or f.basis <> 'total'"
    )
    assert refreshed.rows(joined) == []


def test_the_case_that_grew_is_summed_as_it_is_now(refreshed: World) -> None:
    inner_mongolia = "province_adcode = '150000'"
    assert _arrests(refreshed, "additive_figures", inner_mongolia) == [("case", 112)]
    chosen = refreshed.rows(
        "select chosen_because, alternatives from case_measure inner join dim_case using (case_id) "
        "where code_name = '2.27' and metric = 'suspects_arrested'"
    )
    assert chosen == [("most_precise", 1)], "more than 80 was told before, and is still true of 112"
