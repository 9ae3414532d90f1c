-- grain: a reported figure; key: figure_id
with figures as (
    select *
    from {{ source('log', 'figure_report') }}
    {% if is_incremental() %}
    where position > (select max(position) from {{ this }})
    {% endif %}
)

select
    f.report_id as figure_id,
    f.position,
    f.article,
    f.cause_position as article_key,
    f.ordinal,
    f.case_report_id,
    l.case_id,
    f.campaign_key,
    f.region_adcode,
    f.metric,
    f.value,
    f.unit,
    f.qualifier,
    f.basis,
    f.subset as is_subset,
    f.scope,
    f.period_start,
    f.period_end,
    f.period_basis,
    r.published_on,
    f.confidence,
    f.rule,
    f.span_start,
    f.span_end,
    f.quote,
    f.recorded_at
from figures as f
left join {{ source('log', 'link') }} as l on f.case_report_id = l.report_id
left join {{ source('log', 'reading') }} as r on f.cause_position = r.cause_position
