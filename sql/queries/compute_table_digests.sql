-- Row counts and digests of all tables of a projection, computed from scratch; columns as in table_digests.
-- Left out are table_digests itself and warehouse_state, which says what the digests are to be compared with.
select 'column_description' as table_name, count(*) as table_rows, coalesce(sum(hash(column_description)), 0) as digest from column_description
union all
select 'dim_chain_role', count(*), coalesce(sum(hash(dim_chain_role)), 0) from dim_chain_role
union all
select 'dim_date', count(*), coalesce(sum(hash(dim_date)), 0) from dim_date
union all
select 'dim_metric', count(*), coalesce(sum(hash(dim_metric)), 0) from dim_metric
union all
select 'dim_region', count(*), coalesce(sum(hash(dim_region)), 0) from dim_region
union all
select 'dim_scheme', count(*), coalesce(sum(hash(dim_scheme)), 0) from dim_scheme
union all
select 'dim_source_kind', count(*), coalesce(sum(hash(dim_source_kind)), 0) from dim_source_kind
union all
select 'dim_source_term', count(*), coalesce(sum(hash(dim_source_term)), 0) from dim_source_term
union all
select 'events.envelope', count(*), coalesce(sum(hash(envelope)), 0) from events.envelope
union all
select 'events.captures', count(*), coalesce(sum(hash(captures)), 0) from events.captures
union all
select 'events.readings', count(*), coalesce(sum(hash(readings)), 0) from events.readings
union all
select 'events.case_reports', count(*), coalesce(sum(hash(case_reports)), 0) from events.case_reports
union all
select 'events.campaign_reports', count(*), coalesce(sum(hash(campaign_reports)), 0) from events.campaign_reports
union all
select 'events.region_reports', count(*), coalesce(sum(hash(region_reports)), 0) from events.region_reports
union all
select 'events.links', count(*), coalesce(sum(hash(links)), 0) from events.links
union all
select 'events.quarantined_rows', count(*), coalesce(sum(hash(quarantined_rows)), 0) from events.quarantined_rows
union all
select 'events.validations', count(*), coalesce(sum(hash(validations)), 0) from events.validations
union all
select 'events.batches', count(*), coalesce(sum(hash(batches)), 0) from events.batches
union all
select 'events.erasures', count(*), coalesce(sum(hash(erasures)), 0) from events.erasures
union all
select 'article_history', count(*), coalesce(sum(hash(article_history)), 0) from article_history
union all
select 'bridge_campaign_article_history', count(*), coalesce(sum(hash(bridge_campaign_article_history)), 0) from bridge_campaign_article_history
union all
select 'bridge_case_region_history', count(*), coalesce(sum(hash(bridge_case_region_history)), 0) from bridge_case_region_history
union all
select 'case_history', count(*), coalesce(sum(hash(case_history)), 0) from case_history
union all
select 'case_measure_history', count(*), coalesce(sum(hash(case_measure_history)), 0) from case_measure_history
union all
select 'case_report_history', count(*), coalesce(sum(hash(case_report_history)), 0) from case_report_history
union all
select 'coding_history', count(*), coalesce(sum(hash(coding_history)), 0) from coding_history
union all
select 'fact_figure_history', count(*), coalesce(sum(hash(fact_figure_history)), 0) from fact_figure_history
union all
select 'events.corrections', count(*), coalesce(sum(hash(corrections)), 0) from events.corrections
union all
select 'case_alias_history', count(*), coalesce(sum(hash(case_alias_history)), 0) from case_alias_history
union all
select 'correction_target_history', count(*), coalesce(sum(hash(correction_target_history)), 0) from correction_target_history
union all
select 'catalog', count(*), coalesce(sum(hash(definitions)), 0)
from (
    select schema_name, table_name as object_name, sql as definition
    from duckdb_tables()
    where database_name = current_database()
    union all
    select schema_name, view_name, sql
    from duckdb_views()
    where database_name = current_database() and not internal
    union all
    select schema_name, function_name, parameters::varchar || macro_definition
    from duckdb_functions()
    where database_name = current_database() and not internal
) as definitions;
