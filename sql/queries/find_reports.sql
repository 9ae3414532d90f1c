-- Reports that are believed and whose id begins with a text: what a correction needs to know of each. Parameter: id
-- figure: what a figure's columns are now, null for other reports. Words that stand twice in an article are told apart by
-- their order.
with figures as (
    select
        *,
        coalesce(told.metric, metric) as told_metric,
        row_number() over (
            partition by article_key, coalesce(told.metric, metric), quote order by span_start, position
        ) as occurrence,
        count(*) over (partition by article_key, coalesce(told.metric, metric), quote) as occurrences
    from fact_figure
    where article_key in (select article_key from fact_figure where starts_with(figure_id, $id))
)

select
    'figure' as target, f.figure_id as report_id, f.article, f.article_key, a.version_sha256, f.told_metric as match_key,
    f.span_start, f.span_end, f.quote, f.occurrence, f.occurrences, f.case_id,
    concat(f.metric, ' ', rtrim(rtrim(f.value::varchar, '0'), '.')) as label,
    {
        'metric': f.metric, 'value': f.value, 'unit': f.unit, 'qualifier': f.qualifier, 'basis': f.basis,
        'subset': f.is_subset, 'case_id': f.case_id, 'campaign_key': f.campaign_key, 'region_adcode': f.region_adcode, 'period_start': f.period_start,
        'period_end': f.period_end
    } as figure
from figures as f
inner join dim_article as a using (article_key)
where starts_with(f.figure_id, $id)
union all
select
    'case_report', r.report_id, r.article, r.article_key, a.version_sha256, r.title, r.span_start, r.span_end, r.quote, 1,
    n.reports, r.case_id, r.title, null
from case_report as r
inner join dim_article as a using (article_key)
inner join (select article_key, count(*) as reports from case_report group by article_key) as n using (article_key)
where starts_with(r.report_id, $id)
union all
select
    'region', r.region_report_id, r.article, r.article_key, a.version_sha256, concat(r.role, ' ', r.adcode), r.span_start,
    r.span_end, r.quote, 1, 1, r.case_id, concat(r.role, ' ', coalesce(p.name_zh, r.adcode)), null
from bridge_case_region_history as r
inner join dim_article as a using (article_key)
left join dim_region as p using (adcode)
where starts_with(r.region_report_id, $id) and is_believed(r.believed_from, r.believed_to, end_of_log())
union all
select
    'campaign', r.report_id, r.article, r.article_key, a.version_sha256, r.campaign_key, r.span_start, r.span_end, r.quote, 1,
    1, null, coalesce(r.name_zh, r.name_en, r.campaign_key), null
from bridge_campaign_article_history as r
inner join dim_article as a using (article_key)
where starts_with(r.report_id, $id) and is_believed(r.believed_from, r.believed_to, end_of_log())
order by target, report_id
limit 20;
