-- grain: a figure that a sum may take up, before those that may share something are told apart; key: figure_id
-- These are the best values of cases (one telling of each case, see case_measure) and the aggregates, of metrics that
-- dim_metric calls additive; no part (is_subset), no daily figure. Do not sum this: take additive_figures.
-- first_day to last_day are the days that the figure may cover: its period. Where none is told, a case is of the time from
-- its day to its last report, and a figure of a campaign of the time since the campaign's year began. What tells no day
-- either is news: it is taken to be at most a year older than the day on which it was first told (but see may_share, on two
-- aggregates).
-- counted_on is the day to put it under: the period's last, the day of the case, or that of the first report.
-- depends: case_measure, dim_article, dim_campaign, dim_case, fact_figure, source_kind
create macro summable_figure_at(at_position) as table
with told as (
    select
        f.*,
        c.case_id is not null as is_case,
        c.occurred_on,
        coalesce(c.first_reported_on, f.published_on) as first_told_on,
        coalesce(c.last_reported_on, f.published_on) as last_told_on,
        if(c.case_id is null, f.campaign_key, c.campaign_key) as campaign,
        if(c.case_id is null, f.region_adcode, c.jurisdiction_adcode) as place_adcode
    from fact_figure_at(at_position) as f
    inner join dim_metric as d on f.metric = d.metric and d.additive
    left join case_measure_at(at_position) as m on f.figure_id = m.figure_id
    left join dim_case_at(at_position) as c on m.case_id = c.case_id
    where f.basis = 'total' and not f.is_subset and (f.scope = 'aggregate' or m.figure_id is not null)
)

select
    t.figure_id,
    t.scope,
    t.metric,
    t.value,
    t.unit,
    t.qualifier,
    t.campaign,
    t.place_adcode as region_adcode,
    r.name_zh as region_name,
    r.province_adcode,
    r.prefecture_adcode,
    r.county_adcode,
    t.case_id,
    t.article,
    t.article_key,
    t.published_on,
    k.rank as source_rank,
    t.period_start,
    t.period_end,
    case
        when t.period_start is not null then t.period_start
        when t.occurred_on is not null then t.occurred_on
        when t.is_case or t.campaign is null then coalesce((t.first_told_on - interval 1 year)::date, date '-infinity')
        when g.year is not null then make_date(g.year, 1, 1)
        else date '-infinity'
    end as first_day,
    coalesce(t.period_end, t.last_told_on, date 'infinity') as last_day,
    coalesce(t.period_end, t.occurred_on, t.first_told_on) as counted_on,
    t.quote
from told as t
left join dim_article_at(at_position) as a on t.article_key = a.article_key
left join dim_source_kind as k on source_kind(a.publisher) = k.kind
left join dim_campaign_at(at_position) as g on t.campaign = g.campaign_key
left join dim_region as r on t.place_adcode = r.adcode;

create view summable_figure as from summable_figure_at(end_of_log());

create macro summable_figure_as_of(instant) as table from summable_figure_at(position_as_of(instant));
