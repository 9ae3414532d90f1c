-- contract: one row a reported figure, with names and the words it was read from
-- depends: dim_article, dim_case, fact_figure
create macro figures_at(at_position) as table
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
from fact_figure_at(at_position) as f
inner join dim_article_at(at_position) as a using (article_key)
left join dim_case_at(at_position) as c using (case_id)
left join dim_region as r on f.region_adcode = r.adcode;

create view figures as from figures_at(end_of_log());

create macro figures_as_of(instant) as table from figures_at(position_as_of(instant));
