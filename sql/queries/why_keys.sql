-- Keys of rows that begin with a text; a case that was merged with another is that one. Parameters: table_name, key, position
with keys as (
    select key from lineage_at($position) where table_name = $table_name
    union
    select case_id from dim_case_at($position) where $table_name = 'fact_case'
    union
    select concat_ws(' ', case_id, role, adcode)
    from bridge_case_region_at($position)
    where $table_name = 'bridge_case_region'
    union
    select campaign_key from dim_campaign_at($position) where $table_name = 'dim_campaign'
)

select distinct key
from (
    select key, key as named from keys
    union all
    select a.canonical_case_id, a.case_id
    from case_alias_at($position) as a
    inner join keys as k on a.canonical_case_id = k.key
    where $table_name = 'fact_case'
)
where starts_with(named, $key)
order by key = $key desc, key
limit 20;
