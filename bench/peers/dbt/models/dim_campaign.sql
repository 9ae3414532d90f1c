-- grain: a campaign; key: campaign_key. A campaign that a new report names is described anew from all its reports.
{{ config(incremental_strategy='delete+insert', unique_key='campaign_key') }}

select
    c.campaign_key,
    arg_min(c.name_zh, c.position) as name_zh,
    arg_min(c.year, c.position) as year,
    min(r.published_on) as first_published_on,
    max(r.published_on) as last_published_on,
    count(*) as articles,
    max(c.position) as last_position
from {{ source('log', 'campaign_report') }} as c
left join {{ source('log', 'reading') }} as r on c.cause_position = r.cause_position
{% if is_incremental() %}
where c.campaign_key in (
    select campaign_key
    from {{ source('log', 'campaign_report') }}
    where position > (select max(last_position) from {{ this }})
)
{% endif %}
group by c.campaign_key
