-- Every code in a figure stands in its dimension.
-- severity: error; asset: star_schema
select f.figure_id, f.metric, f.region_adcode, f.case_id, f.campaign_key
from fact_figure as f
left join dim_metric as m using (metric)
left join dim_region as r on f.region_adcode = r.adcode
left join dim_case as c on f.case_id = c.case_id
left join dim_article as a on f.article_key = a.article_key
where
    m.metric is null
    or a.article_key is null
    or (f.region_adcode is not null and r.adcode is null)
    or (f.case_id is not null and c.case_id is null);
