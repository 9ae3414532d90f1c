-- Every code in a figure stands in its dimension.
-- severity: error; asset: star_schema
select f.figure_id, f.metric, f.region_adcode, f.case_id, f.campaign_key
from fact_figure as f
semi join unchecked_versions() as v on f.article_key = v.article_key
left join dim_metric as m using (metric)
left join dim_region as r on f.region_adcode = r.adcode
left join dim_case as c on f.case_id = c.case_id
where
    m.metric is null
    or (f.region_adcode is not null and r.adcode is null)
    or (f.case_id is not null and c.case_id is null)
union
-- A case may be lost through another article than the figure's: looked for in all, by way of the few reports.
select f.figure_id, f.metric, f.region_adcode, f.case_id, f.campaign_key
from fact_figure as f
semi join (from case_report anti join dim_case using (case_id)) as r on f.case_report_id = r.report_id
union
select figure_id, metric, region_adcode, case_id, campaign_key
from fact_figure
anti join dim_article using (article_key)
where position > coalesce(getvariable('checked_position'), 0);
