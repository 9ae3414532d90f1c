-- The cells of a row, those that hold something: column_name, value. Parameters: table_name, key, position
with cells as (
    unpivot (
        select 'fact_figure' as table_name, figure_id as key, columns(* exclude (figure_id))::varchar
        from fact_figure_at($position)
        where $table_name = 'fact_figure' and figure_id = $key
    ) on columns(* exclude (table_name, key)) into name column_name value value
    union all
    unpivot (
        select 'fact_case' as table_name, case_id as key, columns(* exclude (case_id, believed_from))::varchar
        from dim_case_at($position)
        where $table_name = 'fact_case' and case_id = $key
    ) on columns(* exclude (table_name, key)) into name column_name value value
    union
    unpivot (
        select 'fact_case' as table_name, case_id as key, columns(* exclude (case_id))::varchar
        from fact_case_at($position)
        where $table_name = 'fact_case' and case_id = $key
    ) on columns(* exclude (table_name, key)) into name column_name value value
    union all
    unpivot (
        select 'dim_campaign' as table_name, campaign_key as key, columns(* exclude (campaign_key))::varchar
        from dim_campaign_at($position)
        where $table_name = 'dim_campaign' and campaign_key = $key
    ) on columns(* exclude (table_name, key)) into name column_name value value
    union all
    unpivot (
        select
            'bridge_case_region' as table_name, concat_ws(' ', case_id, role, adcode) as key, articles::varchar as articles,
            role::varchar as role, adcode::varchar as adcode
        from bridge_case_region_at($position)
        where $table_name = 'bridge_case_region' and concat_ws(' ', case_id, role, adcode) = $key
    ) on columns(* exclude (table_name, key)) into name column_name value value
    union all
    unpivot (
        select 'bridge_case_article' as table_name, concat_ws(' ', case_id, article) as key, columns(*)::varchar
        from bridge_case_article_at($position)
        where $table_name = 'bridge_case_article' and concat_ws(' ', case_id, article) = $key
    ) on columns(* exclude (table_name, key)) into name column_name value value
    union all
    unpivot (
        select
            'bridge_campaign_article' as table_name, concat_ws(' ', campaign_key, article) as key,
            columns(*)::varchar
        from bridge_campaign_article_at($position)
        where $table_name = 'bridge_campaign_article' and concat_ws(' ', campaign_key, article) = $key
    ) on columns(* exclude (table_name, key)) into name column_name value value
)

select column_name, value from cells;
