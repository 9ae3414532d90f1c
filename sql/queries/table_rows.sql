-- Rows of tables of the star schema as they are believed now; columns table_name, table_rows. Of those alone that are counted
-- without being computed: what else there is (dim_campaign, dim_source, bridge_case_region) takes longer the longer history is.
select 'fact_figure' as table_name, count(*) as table_rows from fact_figure
union all
select 'dim_case', count(*) from dim_case
union all
select 'dim_article', count(*) from dim_article
union all
select 'dim_region', count(*) from dim_region
union all
select 'bridge_case_article', count(*) from bridge_case_article
union all
select 'bridge_campaign_article', count(*) from bridge_campaign_article;
