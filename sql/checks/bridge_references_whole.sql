-- Every place that is told of a case stands in its dimension, and so does every article that tells of a case's place or a campaign.
-- severity: error; asset: star_schema
select 'bridge_case_region' as bridge, b.region_report_id as row_key, b.adcode, b.article_key
from bridge_case_region_history as b
left join dim_region as r on b.adcode = r.adcode
left join dim_article as a on b.article_key = a.article_key
where b.believed_to is null and (r.adcode is null or a.article_key is null)
union all
select 'bridge_campaign_article', b.report_id, b.region_adcode, b.article_key
from bridge_campaign_article_history as b
left join dim_article as a on b.article_key = a.article_key
where b.believed_to is null and a.article_key is null;
