-- What stars of the same events must agree in. Tables are those of the schema in use.
-- grain: a table; key: name
select 'figures' as name, count(*) as found from fact_figure
union all
select 'figures_of_cases', count(case_id) from fact_figure
union all
select 'articles', count(*) from dim_article
union all
select 'cases', count(*) from dim_case
union all
select 'case_reports', sum(reports)::bigint from dim_case
union all
select 'campaigns', count(*) from dim_campaign
union all
select 'campaign_articles', sum(articles)::bigint from dim_campaign
union all
select 'regions', count(*) from dim_region;
