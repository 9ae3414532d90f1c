-- fact_figure_history: a figure is believed while its coding is; one of a case changes rows when its report changes case, and
-- goes with its report where a person retracted that: an empty stretch is left of one that was never believed.
-- Input: `incoming`, new events with batch_position, and temp table `earlier_figures`: this table is its own memory, since a
-- coding that was not believed from its own commit on never comes to be believed.
-- family: figure_report
insert into fact_figure_history by name
with told as (
    select position, batch_position, cause_position as article_key, unnest(figure_report)
    from incoming
    where figure_report is not null
    union all by name
    select *
    from earlier_figures
),

figures as (
    select f.*, c.believed_from, c.believed_to, c.published_on
    from told as f
    inner join affected_codings as c on f.article_key = c.article_key and f.batch_position = c.believed_from
)

select
    f.report_id as figure_id,
    f.position,
    f.article,
    f.article_key,
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
    f.believed_from as coded_from,
    coalesce(r.believed_from, f.believed_from) as believed_from,
    case
        when r.report_id is not null then r.believed_to
        when (f.article_key, f.case_report_id, f.believed_from) in (
            select (article_key, report_id, coded_from)
            from correction_target_history
            where target = 'case_report' and type = 'report_retracted'
        ) then f.believed_from
        else f.believed_to
    end as believed_to
from figures as f
left join case_report_history as r
    on
        f.article_key = r.article_key and f.case_report_id = r.report_id and r.believed_from >= f.believed_from
        and (f.believed_to is null or r.believed_from < f.believed_to);
