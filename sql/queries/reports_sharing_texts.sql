-- Current case reports that have one of the keys by which resolution compares (pipelines/normalize/resolution/blocks.py), of
-- those that are made of texts; columns report_id, article_key. A report may be given that has none of them, none that
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
),

-- Materialized: whose place it was is looked up for those alone that say the same.
saying_the_same as materialized (
    select t.report_id, t.article_key, a.place
    from (
        select report_id, article_key, 'title' as kind, title as text
        from reports
        union all
        select report_id, article_key, 'code', code
        from coded
        union all
        select report_id, article_key, 'day', strftime(occurred_on, '%Y-%m-%d')
        from reports
        where occurred_on is not null
    ) as t
    inner join asked as a on t.kind = a.kind and t.text = a.text
)

select r.report_id, r.article_key
from reports as r
inner join places as p using (report_id)
inner join asked as a on a.kind = 'name' and left(p.adcode, 2) = a.place
where contains(r.title, a.text) or list_contains(r.suspects, a.text)
union
select s.report_id, s.article_key
from saying_the_same as s
semi join places as p on s.report_id = p.report_id and starts_with(p.adcode, s.place)
union
select c.report_id, c.article_key
from coded as c
inner join asked_then as a on a.kind = 'code_of_year' and c.code = a.text and c.year = a.year
union
select c.report_id, c.article_key
from clauses as c
inner join asked_then as a on a.kind = 'clause_then' and c.prefecture = a.place and c.clause = a.text and c.month = a.month
union
select r.report_id, r.article_key
from reports as r
inner join asked_then as a on a.kind = 'title_then' and r.title = a.text and r.month = a.month;
