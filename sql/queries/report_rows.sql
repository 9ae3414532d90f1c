-- Case reports with all that resolution compares, as they were believed last; a row a report.
-- Figures are those that are believed, with what the articles tell of them where people corrected it: outlets that tell of one
-- case repeat each other's slips, and a corrected number is like none of theirs.
-- Columns as in pipelines/normalize/tables/features.py, REPORT_ROWS. case_id is the case of the machine's last link or, where a
-- person decided, of that decision; merges of cases stand above both and do not show here: what they join stays two
-- cases for resolution, told under one name. taken_from is the case that the machine's link says where a person says another.
-- Input: `wanted`, a row a report: report_id, article_key
with reports as (
    select r.*, coalesce(r.link_decision in ('placed', 'split'), false) as pinned
    from case_report_history as r
    semi join wanted as w on r.article_key = w.article_key and r.report_id = w.report_id
    qualify row_number() over (partition by r.report_id, r.article_key order by r.believed_from desc) = 1
),

links as (
    select l.report_id, l.captured_position, arg_max(l.case_id, l.position) as case_id
    from events.links as l
    semi join wanted as w on l.captured_position = w.article_key and l.report_id = w.report_id
    group by l.report_id, l.captured_position
),

figures as (
    select
        r.report_id,
        list(
            distinct
            if(
                f.told is null,
                {metric: f.metric, value: f.value, unit: f.unit, qualifier: f.qualifier, subset: f.is_subset},
                {
                    metric: f.told.metric, value: f.told.value, unit: f.told.unit, qualifier: f.told.qualifier,
                    subset: f.told.is_subset
                }
            )
        ) as figures
    from reports as r
    inner join fact_figure_history as f
        on
            r.article_key = f.article_key
            and r.report_id = if(f.told is null, f.case_report_id, f.told.case_report_id) and f.believed_to is not distinct from r.believed_to
    group by r.report_id
),

places as (
    select r.report_id, list(distinct {adcode: b.adcode, role: b.role}) as places
    from reports as r
    inner join bridge_case_region_history as b
        on
            r.article_key = b.article_key and r.report_id = b.case_report_id
            and b.believed_to is not distinct from r.believed_to
    group by r.report_id
),

listed as (
    select
        r.report_id,
        list(coalesce(s.agency_adcode, '') order by s.span_start, s.case_key) as case_places,
        count(*) filter (where (s.span_start, s.case_key) < (r.span_start, r.case_key)) as list_index
    from reports as r
    inner join case_report_history as s
        on r.article_key = s.article_key and s.believed_to is not distinct from r.believed_to
    group by r.report_id
)

select
    r.report_id, r.article, a.version_sha256, r.case_key, r.title, r.code_name, r.agency_adcode, r.scheme, r.role,
    r.campaign_key, r.occurred_on, r.suspects, r.quote, r.article_key as captured_position, r.published_on,
    coalesce(r.published_on, (a.captured_at at time zone 'UTC')::date) as told_on,
    f.figures, p.places, l.case_places, l.list_index,
    if(r.pinned, d.case_id, m.case_id) as case_id,
    r.link_position as linked_at,
    r.pinned,
    if(r.pinned and m.case_id <> d.case_id, m.case_id, null) as taken_from
from reports as r
inner join article_history as a on r.article_key = a.article_key and a.believed_to is null
inner join listed as l on r.report_id = l.report_id
left join links as m on r.report_id = m.report_id and r.article_key = m.captured_position
left join events.corrections as d on r.pinned and r.link_position = d.position
left join figures as f on r.report_id = f.report_id
left join places as p on r.report_id = p.report_id;
