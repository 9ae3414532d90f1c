-- case_report_history: which case did a report belong to, and when?
insert into case_report_history
with reports as (
    select r.*, c.believed_from, c.believed_to, c.language, c.published_on
    from events.case_reports as r
    inner join affected_codings as c on r.captured_position = c.article_key and r.batch_position = c.believed_from
),

links as (
    -- Of several links of one report in one batch the last counts.
    select *
    from events.links as l
    semi join affected_versions as v on l.captured_position = v.article_key
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
    on s.report_id = l.report_id and s.point >= l.batch_position;
