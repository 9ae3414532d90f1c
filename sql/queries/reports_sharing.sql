-- Current case reports that have one of the keys by which resolution compares (pipelines/normalize/resolution/blocks.py);
-- columns report_id, article_key. A report may be given that has none of them, none that has one is left out: the caller
-- looks at the keys again.
-- Input: `asked`, a row a key: kind, place (leading digits of an adcode), metric, value, month (since the year 0), text
with places as (
    select report_id, article_key, title, suspects, published_on, agency_adcode as adcode
    from case_report
    where agency_adcode is not null
    union
    select r.report_id, r.article_key, r.title, r.suspects, r.published_on, b.adcode
    from bridge_case_region_history as b
    inner join case_report as r on b.case_report_id = r.report_id
    where b.role = 'jurisdiction' and is_believed(b.believed_from, b.believed_to, end_of_log())
),

dated as (
    select *, year(published_on) * 12 + month(published_on) - 1 as month
    from places
),

figures as (
    -- As the articles tell them.
    select
        if(told is null, case_report_id, told.case_report_id) as report_id, article_key,
        coalesce(told.metric, metric) as metric, coalesce(told.value, value) as value
    from fact_figure
    where if(told is null, case_report_id, told.case_report_id) is not null
),

given as (
    select f.report_id, f.article_key, a.kind, a.place, a.month
    from asked as a
    inner join figures as f on a.metric = f.metric and a.value = f.value
)

select d.report_id, d.article_key
from dated as d
inner join asked as a on a.kind = 'place_then' and left(d.adcode, 4) = a.place and a.month in (d.month, d.month + 1)
union
select g.report_id, g.article_key
from given as g
where g.kind = 'telling_figure'
union
select f.report_id, f.article_key
from figures as f
inner join asked as a on a.kind = 'amount' and f.value = a.value
union
select g.report_id, g.article_key
from given as g
inner join dated as d on g.report_id = d.report_id and left(d.adcode, 4) = g.place
where g.kind = 'figure'
union
select g.report_id, g.article_key
from given as g
inner join dated as d
    on g.report_id = d.report_id and left(d.adcode, 2) = g.place and g.month in (d.month, d.month + 1)
where g.kind = 'figure_then'
union
select p.report_id, p.article_key
from places as p
inner join asked as a on a.kind = 'name' and left(p.adcode, 2) = a.place
where contains(p.title, a.text) or list_contains(p.suspects, a.text)
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
