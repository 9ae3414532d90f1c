-- Current case reports that have one of the keys by which resolution compares (pipelines/normalize/resolution/blocks.py);
-- columns report_id, article_key. A report may be given that has none of them, none that has one is left out: the caller
-- looks at the keys again.
-- Input: `asked`, a row a key: kind, place (leading digits of an adcode), metric, value, month (since the year 0), text
with places as (
    select report_id, agency_adcode as adcode
    from case_report
    where agency_adcode is not null
    union all
    select case_report_id, adcode
    from bridge_case_region_history
    where role = 'jurisdiction' and is_believed(believed_from, believed_to, end_of_log())
),

near as (
    -- Each report of a place that is asked about, with what else is asked of those.
    select p.report_id, a.kind, a.metric, a.value, a.month, a.text
    from places as p
    inner join asked as a on a.kind in ('place_then', 'figure') and left(p.adcode, 4) = a.place
    union all
    select p.report_id, a.kind, a.metric, a.value, a.month, a.text
    from places as p
    inner join asked as a on a.kind in ('figure_then', 'name') and left(p.adcode, 2) = a.place
),

placed as (
    select
        n.*, r.article_key, r.title, r.suspects,
        n.month - (year(r.published_on) * 12 + month(r.published_on) - 1) in (0, 1) as is_then
    from near as n
    inner join case_report as r using (report_id)
),

given as (
    -- As the articles tell them.
    select
        if(f.told is null, f.case_report_id, f.told.case_report_id) as report_id, f.article_key,
        coalesce(f.told.metric, f.metric) as metric, coalesce(f.told.value, f.value) as value
    from fact_figure as f
    where coalesce(f.told.value, f.value) in (select value from asked)
)

select report_id, article_key
from placed
where
    kind = 'place_then' and is_then
    or kind = 'name' and (contains(title, text) or list_contains(suspects, text))
union
select p.report_id, p.article_key
from placed as p
inner join given as g using (report_id, metric, value)
where p.kind = 'figure' or p.kind = 'figure_then' and p.is_then
union
select g.report_id, g.article_key
from given as g
inner join asked as a
    on g.value = a.value and (a.kind = 'amount' or a.kind = 'telling_figure' and g.metric = a.metric)
where g.report_id is not null
union
select r.report_id, r.article_key
from (
    select
        report_id,
        article_key,
        regexp_extract(code_name, '(?:^|[^0-9])([0-9]{1,2})[^0-9]([0-9]{1,2})(?:[^0-9]|$)', ['month', 'day']) as day,
        lower(regexp_replace(code_name, '[^0-9A-Za-z\x{3400}-\x{9fff}]+', '', 'g')) as plain_name
    from case_report
    where code_name is not null
) as r
inner join asked as a
    on a.kind = 'code'
    and a.text = if(r.day.month = '', r.plain_name, r.day.month::integer || '.' || r.day.day::integer)
union
select r.report_id, r.article_key
from case_report as r
inner join asked as a on a.kind = 'title' and r.title = a.text;
