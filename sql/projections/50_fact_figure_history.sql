-- fact_figure_history: a figure is believed while its coding is; one of a case changes rows when its report changes case.
with deleted as (
    delete from fact_figure_history
    where article in (select article from affected_articles)
    returning hash(fact_figure_history) as row_hash
)

insert into digest_changes
select 'fact_figure_history', -count(*), -sum(row_hash) from deleted;

with inserted as (
    insert into fact_figure_history by name
    with figures as (
        select f.*, c.believed_from, c.believed_to, d.published_on
        from events.figure_reports as f
        semi join affected_articles using (article)
        inner join coding_history as c
            on f.article = c.article and f.captured_position = c.article_key and f.batch_position = c.believed_from
        left join events.readings as d
            on
                d.type = 'article_read' and f.article = d.article
                and f.captured_position = d.captured_position and f.batch_position = d.batch_position
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
            f.case_report_id = r.report_id and r.believed_from >= f.believed_from
            and (f.believed_to is null or r.believed_from < f.believed_to)
    returning hash(fact_figure_history) as row_hash
)

insert into digest_changes
select 'fact_figure_history', count(*), sum(row_hash) from inserted;
