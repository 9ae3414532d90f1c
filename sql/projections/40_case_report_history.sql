-- case_report_history: which case did a report belong to, and when?
with deleted as (
    delete from case_report_history
    where article in (select article from affected_articles)
    returning hash(case_report_history) as row_hash
)

insert into digest_changes
select 'case_report_history', -count(*), -sum(row_hash) from deleted;

with inserted as (
    insert into case_report_history
    with reports as (
        select r.*, c.believed_from, c.believed_to, d.language, d.published_on
        from events.case_reports as r
        semi join affected_articles using (article)
        inner join coding_history as c
            on r.article = c.article and r.captured_position = c.article_key and r.batch_position = c.believed_from
        left join events.readings as d
            on
                d.type = 'article_read' and r.article = d.article
                and r.captured_position = d.captured_position and r.batch_position = d.batch_position
    ),

    links as (
        -- Of several links of one report in one batch the last counts.
        select *
        from events.links
        semi join affected_articles using (article)
        qualify row_number() over (partition by report_id, batch_position order by position desc) = 1
    ),

    points as (
        select report_id, believed_from as point from reports
        union
        select r.report_id, l.batch_position
        from reports as r
        inner join links as l
            on
                r.report_id = l.report_id and l.batch_position >= r.believed_from
                and (r.believed_to is null or l.batch_position < r.believed_to)
    ),

    stretches as (
        select report_id, point, lead(point) over (partition by report_id order by point) as next_point
        from points
    )

    select
        r.report_id, r.article, r.captured_position, l.case_id, l.position, l.decision, l.score, l.reasons, r.case_key,
        r.title, r.language, r.published_on, r.code_name, r.agency_adcode, r.agency_name, r.scheme, r.role,
        r.campaign_key, r.occurred_on, r.suspects, r.confidence, r.rule, r.span_start, r.span_end, r.quote,
        -- A version that comes back brings its reports' ids back: their next stretch may begin after this coding's end.
        s.point, least(s.next_point, r.believed_to)
    from reports as r
    inner join stretches as s
        on r.report_id = s.report_id and s.point >= r.believed_from
        and (r.believed_to is null or s.point < r.believed_to)
    asof left join links as l
        on s.report_id = l.report_id and s.point >= l.batch_position
    returning hash(case_report_history) as row_hash
)

insert into digest_changes
select 'case_report_history', count(*), sum(row_hash) from inserted;

insert into affected_cases
select distinct case_id
from case_report_history
semi join affected_articles using (article)
where case_id is not null and case_id not in (select case_id from affected_cases);
