-- Current case reports that have one of the keys by which resolution compares (pipelines/normalize/resolution/blocks.py), of
-- those that are made of figures; columns report_id, article_key. A report may be given that has none of them, none that
-- has one is left out: the caller looks at the keys again.
-- Input: `asked`, a row a key: kind, place (leading digits of an adcode), metric, value, other_metric, other_value, text,
-- month (since the year 0), year; the views asked_then, told_reports and report_places, each made by the file of its name.
with figures as materialized (
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
    inner join told_reports as r using (report_id)
    inner join report_places as p using (report_id)
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
inner join told_reports as r using (report_id)
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
inner join told_reports as r using (report_id)
inner join asked_then as a
    on a.kind = 'telling_then' and f.metric = a.metric and f.value = a.value and r.month = a.month;
