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

-- Materialized: joined by place, month or value alone with what is asked, they would be many times as much where much is asked.
dated as materialized (
    select p.report_id, r.article_key, p.adcode, year(r.published_on) * 12 + month(r.published_on) - 1 as month
    from places as p
    inner join case_report as r using (report_id)
),

figures as (
    -- As the articles tell them.
    select
        if(told is null, case_report_id, told.case_report_id) as report_id, article_key,
        coalesce(told.metric, metric) as metric, coalesce(told.value, value) as value
    from fact_figure
    where
        if(told is null, case_report_id, told.case_report_id) is not null
        and coalesce(told.value, value) in (select value from asked)
),

placed as materialized (
    select f.*, d.adcode, d.month
    from figures as f
    inner join dated as d using (report_id)
),

asked_then as (
    select kind, place, metric, value, month - back as month
    from asked
    cross join (values (0), (1)) as months(back)
    where kind in ('place_then', 'figure_then')
)

select d.report_id, d.article_key
from dated as d
inner join asked_then as a on a.kind = 'place_then' and left(d.adcode, 4) = a.place and d.month = a.month
union
select f.report_id, f.article_key
from figures as f
inner join asked as a on a.kind = 'telling_figure' and f.metric = a.metric and f.value = a.value
union
select f.report_id, f.article_key
from figures as f
inner join asked as a on a.kind = 'amount' and f.value = a.value
union
select p.report_id, p.article_key
from placed as p
inner join asked as a
    on a.kind = 'figure' and p.metric = a.metric and p.value = a.value and left(p.adcode, 4) = a.place
union
select p.report_id, p.article_key
from placed as p
inner join asked_then as a
    on
        a.kind = 'figure_then' and p.metric = a.metric and p.value = a.value and left(p.adcode, 2) = a.place
        and p.month = a.month
union
select r.report_id, r.article_key
from places as p
inner join asked as a on a.kind = 'name' and left(p.adcode, 2) = a.place
inner join case_report as r on p.report_id = r.report_id
where contains(r.title, a.text) or list_contains(r.suspects, a.text)
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
