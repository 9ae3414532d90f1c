-- bridge_case_region_history: a place belongs to the case that its report belongs to.
with deleted as (
    delete from bridge_case_region_history
    where article in (select article from affected_articles)
    returning hash(bridge_case_region_history) as row_hash
)

insert into digest_changes
select 'bridge_case_region_history', -count(*), -sum(row_hash) from deleted;

with inserted as (
    insert into bridge_case_region_history by name
    select
        g.report_id as region_report_id,
        g.article,
        g.captured_position as article_key,
        g.case_report_id,
        r.case_id,
        g.adcode,
        g.role,
        g.rule,
        g.span_start,
        g.span_end,
        g.quote,
        r.believed_from,
        r.believed_to
    from events.region_reports as g
    semi join affected_articles using (article)
    inner join coding_history as c
        on g.article = c.article and g.captured_position = c.article_key and g.batch_position = c.believed_from
    inner join case_report_history as r
        on
            g.case_report_id = r.report_id and r.believed_from >= c.believed_from
            and (c.believed_to is null or r.believed_from < c.believed_to)
    returning hash(bridge_case_region_history) as row_hash
)

insert into digest_changes
select 'bridge_case_region_history', count(*), sum(row_hash) from inserted;
