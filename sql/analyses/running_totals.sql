-- Question: How did a total that is told again and again grow?
-- Read: Totals of one metric, place and campaign in the order in which they were told. `growth` is what came since the last.
-- Such a series is one quantity: of values whose days may overlap additive_figures takes up at most the largest, also where
-- one article tells several. In a running total that is the last.
-- Pitfalls: Totals since different days are not one series, though they look like it: compare `period_start`. A fall means
-- another way of counting, or that one of the two is of a part. A series that only one article tells is not here.
-- Columns: metric, region, campaign, told_on, period_start, value, qualifier, growth, article
select
    f.metric,
    r.name_zh as region,
    f.campaign_key as campaign,
    f.published_on as told_on,
    f.period_start,
    f.value,
    f.qualifier,
    f.value - lag(f.value) over series as growth,
    f.article
from fact_figure as f
left join dim_region as r on f.region_adcode = r.adcode
where f.scope = 'aggregate' and f.basis = 'total' and not f.is_subset
window
    series as (
        partition by f.metric, f.unit, f.region_adcode, f.campaign_key
        order by f.published_on nulls first, f.value, f.figure_id
    )
qualify count(distinct f.article) over (partition by f.metric, f.unit, f.region_adcode, f.campaign_key) > 1
order by f.metric, region, campaign, told_on nulls first, f.value, f.article;
