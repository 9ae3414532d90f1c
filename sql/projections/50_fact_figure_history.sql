-- fact_figure_history: a figure is believed while its coding is; one of a case changes rows when its report changes case.
insert into fact_figure_history by name
with figures as (
    select f.*, c.believed_from, c.believed_to, c.published_on
    from events.figure_reports as f
    inner join affected_codings as c on f.captured_position = c.article_key and f.batch_position = c.believed_from
)

select
    f.report_id as figure_id,
    f.position,
    f.article,
    f.captured_position as article_key,
    f.ordinal,
    f.case_report_id,
    r.case_id,
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
    f.published_on,
    f.confidence,
    f.rule,
    f.span_start,
    f.span_end,
    f.quote,
    coalesce(r.believed_from, f.believed_from) as believed_from,
    case when r.report_id is null then f.believed_to else r.believed_to end as believed_to
from figures as f
left join case_report_history as r
    on
        f.captured_position = r.article_key and f.case_report_id = r.report_id and r.believed_from >= f.believed_from
        and (f.believed_to is null or r.believed_from < f.believed_to);
