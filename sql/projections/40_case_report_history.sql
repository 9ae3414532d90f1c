-- case_report_history: which case did a report belong to, and when?
-- A person's word finds its report by the words that tell the case or, in other bytes, by its title; of an article that tells one
-- case, now as then, it is that one. It stands above the machine's links, also those that come later; merges of cases stand
-- above both.
insert into correction_target_history by name
with told as (
    select r.*, c.believed_from, c.believed_to, c.version_sha256 as version, count(*) over coding as occurrences
    from events.case_reports as r
    inner join affected_codings as c on r.captured_position = c.article_key and r.batch_position = c.believed_from
    where r.article in (select article from standing_corrections where target = 'case_report')
    window coding as (partition by r.captured_position, r.batch_position)
)

select
    d.position as correction_position,
    d.type,
    d.target,
    r.article,
    r.captured_position as article_key,
    r.report_id,
    r.believed_from as coded_from,
    greatest(r.believed_from, d.in_force_from) as believed_from,
    least(r.believed_to, d.in_force_to) as believed_to
from told as r
inner join standing_corrections as d
    on
        d.target = 'case_report' and r.article = d.article
        and is_spoken_of(
            d.report_id, r.report_id, d.version_sha256 = r.version, d.span_start, d.span_end, r.span_start,
            r.span_end, d.quote = r.quote or d.match_key = r.title or (d.occurrences = 1 and r.occurrences = 1)
        )
where coalesce(r.believed_to > d.in_force_from, true) and coalesce(d.in_force_to > r.believed_from, true)
qualify
    row_number() over (
        partition by d.position, r.captured_position, r.believed_from
        order by
            d.report_id = r.report_id desc,
            d.quote = r.quote desc,
            least(d.span_end, r.span_end) - greatest(d.span_start, r.span_start) desc,
            r.position
    ) = 1;

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

decided as (
    select t.*, d.case_id, d.reason
    from correction_target_history as t
    inner join standing_corrections as d on t.correction_position = d.position
    where t.target = 'case_report'
),

points as (
    select article_key, report_id, believed_from as coded_from, believed_from as point
    from (select captured_position as article_key, * from reports)
    union
    select r.captured_position, r.report_id, r.believed_from, l.batch_position
    from reports as r
    inner join links as l
        on
            r.report_id = l.report_id and l.batch_position >= r.believed_from
            and (r.believed_to is null or l.batch_position < r.believed_to)
    union
    select article_key, report_id, coded_from, believed_from from decided
    union
    -- The end of the coding is no beginning of anything.
    select d.article_key, d.report_id, d.coded_from, d.believed_to
    from decided as d
    inner join reports as r
        on d.article_key = r.captured_position and d.report_id = r.report_id and d.coded_from = r.believed_from
    where d.believed_to is not null and (r.believed_to is null or d.believed_to < r.believed_to)
),

stretches as (
    select
        article_key, report_id, coded_from, point,
        lead(point) over (partition by article_key, report_id, coded_from order by point) as next_point
    from points
),

in_force as (
    select
        s.article_key, s.report_id, s.coded_from, s.point,
        bool_or(d.type = 'report_retracted') as is_retracted,
        arg_max(d, d.correction_position) filter (where d.type <> 'report_retracted') as placed
    from stretches as s
    inner join decided as d
        on
            s.article_key = d.article_key and s.report_id = d.report_id and s.coded_from = d.coded_from
            and d.believed_from <= s.point and (d.believed_to is null or d.believed_to > s.point)
    group by s.article_key, s.report_id, s.coded_from, s.point
),

placed as (
    select
        r.*,
        coalesce(f.placed.case_id, l.case_id) as named_case_id,
        if(f.placed is null, l.position, f.placed.correction_position) as link_position,
        case f.placed.type when 'report_placed' then 'placed' when 'case_split' then 'split' else l.decision end as decision,
        if(f.placed is null, l.score, null) as score,
        if(f.placed is null, l.reasons, [f.placed.reason]) as reasons,
        s.point,
        coalesce(s.next_point, r.believed_to) as next_point
    from reports as r
    inner join stretches as s
        on r.captured_position = s.article_key and r.report_id = s.report_id and r.believed_from = s.coded_from
    left join in_force as f
        on
            s.article_key = f.article_key and s.report_id = f.report_id and s.coded_from = f.coded_from
            and s.point = f.point
    asof left join links as l
        on s.report_id = l.report_id and s.point >= l.batch_position
    where f.is_retracted is not true
)

select
    p.report_id, p.article, p.captured_position, coalesce(a.canonical_case_id, p.named_case_id), p.link_position,
    p.decision, p.score, p.reasons, p.case_key, p.title, p.language, p.published_on, p.code_name, p.agency_adcode,
    p.agency_name, p.scheme, p.role, p.campaign_key, p.occurred_on, p.suspects, p.confidence, p.rule, p.span_start,
    p.span_end, p.quote,
    greatest(p.point, a.believed_from), least(p.next_point, a.believed_to)
from placed as p
left join case_alias_history as a
    on
        p.named_case_id = a.case_id and (p.next_point is null or a.believed_from < p.next_point)
        and (a.believed_to is null or a.believed_to > p.point);
