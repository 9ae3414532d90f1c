-- contract: one row a reported figure, with names and the words it was read from
-- depends: fact_figure, dim_case
create view figures as
select
    f.article,
    a.title as article_title,
    f.published_on,
    f.metric,
    f.value,
    f.unit,
    f.qualifier,
    f.basis,
    f.is_subset as subset,
    f.scope,
    f.case_id,
    c.title as case_title,
    f.campaign_key as campaign,
    f.region_adcode,
    r.name_zh as region_name,
    f.period_start,
    f.period_end,
    f.quote,
    f.span_start,
    f.span_end,
    f.confidence
from fact_figure as f
inner join dim_article as a using (article_key)
left join dim_case as c using (case_id)
left join dim_region as r on f.region_adcode = r.adcode;
