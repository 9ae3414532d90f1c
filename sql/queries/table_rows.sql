-- Rows of each table of the star schema as it is believed now; columns table_name, table_rows.
select 'fact_figure' as table_name, count(*) as table_rows from fact_figure
union all
select 'dim_case', count(*) from dim_case
union all
select 'dim_campaign', count(*) from dim_campaign
union all
select 'dim_article', count(*) from dim_article
union all
select 'dim_region', count(*) from dim_region
union all
select 'dim_source', count(*) from dim_source
union all
select 'bridge_case_region', count(*) from bridge_case_region
union all
select 'bridge_case_article', count(*) from bridge_case_article
union all
select 'bridge_campaign_article', count(*) from bridge_campaign_article;
