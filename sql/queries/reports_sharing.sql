-- Current case reports that have one of the keys by which resolution compares (pipelines/normalize/resolution/blocks.py);
-- columns report_id, article_key. A report may be given that has none of them, none that has one is left out: the caller
-- looks at the keys again.
-- Input: `asked`, a row a key: kind, place (leading digits of an adcode), metric, value, other_metric, other_value, text, day,
-- month (since the year 0), year. A report's keys have the month, or year, in which it was published, or captured where that
-- is not known, and the next.
with asked_then as (
    select a.* exclude (month, year), a.month - back as month, a.year - back as year
    from asked as a
    cross join (values (0), (1)) as periods(back)
    where a.month is not null or a.year is not null
),

reports as (
    select
        r.report_id, r.article_key, r.title, r.suspects, r.quote, r.code_name, r.occurred_on, year(told_on) as year,
        year(told_on) * 12 + month(told_on) - 1 as month
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
),

dated as (
    select p.report_id, left(p.adcode, 4) as prefecture, r.month
    from places as p
    inner join reports as r using (report_id)
),

in_place_and_month as (
    select distinct d.report_id, d.prefecture, d.month
    from dated as d
    inner join asked_then as a on a.kind = 'clause_then' and d.prefecture = a.place and d.month = a.month
),

clauses as (
    -- As `clauses` of pipelines/normalize/resolution/wording.py has them; short ones are not asked for.
    select
        r.report_id, r.article_key, n.prefecture, n.month,
        trim(unnest(regexp_split_to_array(left(r.quote, 1200), '[\n,.;:!?()，。；：！？、（）“”]+')), ' ') as clause
    from in_place_and_month as n
    inner join reports as r using (report_id)
),

listed as (
    select
        report_id, article_key, agency_adcode, span_start, case_key, count(*) over (partition by article_key) as cases
    from case_report
    where
        article_key in (
            select c.article_key
            from case_report as c
            inner join asked as a on a.kind = 'beside' and left(c.agency_adcode, 4) = a.place
        )
),

neighbours as (
    select
        report_id, article_key, left(agency_adcode, 4) as prefecture,
        list_sort(list_distinct(list(left(agency_adcode, 4)) over (
            partition by article_key order by span_start, case_key
            rows between 2 preceding and 2 following exclude current row
        ))) as near
    from listed
    where cases >= 3 and agency_adcode is not null
),

beside as (
    select n.report_id, n.article_key, n.prefecture, x.near || ' ' || y.near || ' ' || z.near as near
    from (select * replace (if(len(near) > 2, near, list_prepend('', near)) as near) from neighbours) as n
    cross join lateral (select unnest(n.near) as near) as x
    cross join lateral (select unnest(n.near) as near) as y
    cross join lateral (select unnest(n.near) as near) as z
    where x.near < y.near and y.near < z.near
),

coded as (
    select
        report_id, article_key, year,
        coalesce(try_cast(day.month as integer) || '.' || try_cast(day.day as integer), plain_name) as code
    from (
        select
            report_id, article_key, year,
            regexp_extract(code_name, '(?:^|[^0-9])([0-9]{1,2})[^0-9]([0-9]{1,2})(?:[^0-9]|$)', ['month', 'day']) as day,
            lower(regexp_replace(code_name, '[^0-9A-Za-z\x{3400}-\x{9fff}]+', '', 'g')) as plain_name
        from reports
        where code_name is not null
    ) as c
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
select r.report_id, r.article_key
from reports as r
inner join places as p using (report_id)
inner join asked as a on a.kind = 'name' and left(p.adcode, 2) = a.place
where contains(r.title, a.text) or list_contains(r.suspects, a.text)
union
select b.report_id, b.article_key
from beside as b
inner join asked as a on a.kind = 'beside' and b.prefecture = a.place and b.near = a.text
union
select c.report_id, c.article_key
from coded as c
inner join places as p using (report_id)
inner join asked as a on a.kind = 'code' and left(p.adcode, 2) = a.place and c.code = a.text
union
select r.report_id, r.article_key
from reports as r
inner join places as p using (report_id)
inner join asked as a on a.kind = 'day' and left(p.adcode, 4) = a.place and r.occurred_on = a.day
union
select r.report_id, r.article_key
from reports as r
inner join places as p using (report_id)
inner join asked as a on a.kind = 'title' and left(p.adcode, 4) = a.place and r.title = a.text
union
select c.report_id, c.article_key
from coded as c
inner join asked_then as a on a.kind = 'code_of_year' and c.code = a.text and c.year = a.year
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
    on a.kind = 'telling_then' and f.metric = a.metric and f.value = a.value and r.month = a.month
union
select c.report_id, c.article_key
from clauses as c
inner join asked_then as a on a.kind = 'clause_then' and c.prefecture = a.place and c.clause = a.text and c.month = a.month
union
select r.report_id, r.article_key
from reports as r
inner join asked_then as a on a.kind = 'title_then' and r.title = a.text and r.month = a.month;
