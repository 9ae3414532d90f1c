-- Current case reports that have one of the keys by which resolution compares (pipelines/normalize/resolution/blocks.py), of
-- those that are made of figures; columns report_id, article_key. A report may be given that has none of them, none that
-- has one is left out: the caller looks at the keys again.
-- Input: `asked`, a row a key: kind, place (leading digits of an adcode), metric, value, other_metric, other_value, text,
-- month (since the year 0), year. A report's keys have the month, or year, in which it was published, or captured where that
-- is not known, and the next.
with asked_then as (
    select a.* exclude (month, year), a.month - back as month, a.year - back as year
    from asked as a
    cross join (values (0), (1)) as periods(back)
    where a.month is not null or a.year is not null
),

reports as (
    select r.report_id, r.suspects, year(told_on) as year, year(told_on) * 12 + month(told_on) - 1 as month
    from case_report as r
    left join article_history as a
        on r.published_on is null and r.article_key = a.article_key and a.believed_to is null
    cross join lateral (select coalesce(r.published_on, (a.captured_at at time zone 'UTC')::date) as told_on)
),

places as (
    select report_id, agency_adcode as adcode
    from case_report
    where agency_adcode is not null
    union all
    select case_report_id, adcode
    from bridge_case_region_history
    where role = 'jurisdiction' and is_believed(believed_from, believed_to, end_of_log())
),

figures as materialized (
    -- As the articles tell them.
    select
        if(told is null, case_report_id, told.case_report_id) as report_id, article_key,
        coalesce(told.metric, metric) as metric, coalesce(told.value, value) as value
    from fact_figure
    where
        if(told is null, case_report_id, told.case_report_id) is not null
        and coalesce(told.value, value) in (select value from asked union all select other_value from asked)
),

-- Materialized: joined by place, month or value alone with what is asked, they would be many times as much where much is asked.
placed as materialized (
    select f.*, left(p.adcode, 4) as prefecture, left(p.adcode, 2) as province, r.month, r.year
    from figures as f
    inner join reports as r using (report_id)
    inner join places as p using (report_id)
)

select f.report_id, f.article_key
from figures as f
inner join asked as a on a.kind = 'amount' and f.value = a.value
union
select f.report_id, f.article_key
from placed as f
inner join asked as a on a.kind = 'figure' and f.metric = a.metric and f.value = a.value and f.prefecture = a.place
union
select f.report_id, f.article_key
from figures as f
inner join asked as a on a.kind = 'two_figures' and f.metric = a.metric and f.value = a.value
semi join figures as g
    on f.report_id = g.report_id and a.other_metric = g.metric and a.other_value = g.value
union
select f.report_id, f.article_key
from placed as f
inner join asked_then as a
    on a.kind = 'follow_up' and f.prefecture = a.place and f.metric = a.metric and f.value = a.value and f.year = a.year
inner join reports as r using (report_id)
where
    list_contains(
        list_transform(
            r.suspects, lambda name: lower(regexp_extract(name, '^(?:[\x{3400}-\x{9fff}]|[A-Za-z]+)'))
        ),
        a.text
    )
union
select f.report_id, f.article_key
from placed as f
inner join asked_then as a
    on a.kind = 'counts' and f.prefecture = a.place and f.metric = a.metric and f.value = a.value and f.year = a.year
semi join figures as g
    on f.report_id = g.report_id and a.other_metric = g.metric and a.other_value = g.value
union
select f.report_id, f.article_key
from placed as f
inner join asked_then as a
    on
        a.kind = 'figure_then' and f.province = a.place and f.metric = a.metric and f.value = a.value
        and f.month = a.month
union
select f.report_id, f.article_key
from figures as f
inner join reports as r using (report_id)
inner join asked_then as a
    on a.kind = 'telling_then' and f.metric = a.metric and f.value = a.value and r.month = a.month;
