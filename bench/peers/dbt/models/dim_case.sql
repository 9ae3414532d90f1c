-- grain: a case; key: case_id. A case that a new report tells is described anew from all its reports.
{{ config(incremental_strategy='delete+insert', unique_key='case_id') }}

with links as (
    select *
    from {{ source('log', 'link') }}
    {% if is_incremental() %}
    where case_id in (
        select case_id from {{ source('log', 'link') }} where position > (select max(last_position) from {{ this }})
    )
    {% endif %}
)

select
    l.case_id,
    arg_min(c.title, c.position) as title,
    arg_min(c.scheme, c.position) as scheme,
    arg_min(c.role, c.position) as role,
    arg_min(c.campaign_key, c.position) as campaign_key,
    arg_min(c.agency_adcode, c.position) as jurisdiction_adcode,
    arg_min(c.agency_name, c.position) as agency_name,
    min(c.occurred_on) as occurred_on,
    min(r.published_on) as first_reported_on,
    max(r.published_on) as last_reported_on,
    count(*) as reports,
    max(l.position) as last_position
from {{ source('log', 'case_report') }} as c
inner join links as l using (report_id)
left join {{ source('log', 'reading') }} as r on c.cause_position = r.cause_position
group by l.case_id
