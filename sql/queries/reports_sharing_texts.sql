-- Current case reports that have one of the keys by which resolution compares (pipelines/normalize/resolution/blocks.py), of
-- those that are made of texts; columns report_id, article_key. A report may be given that has none of them, none that
-- has one is left out: the caller looks at the keys again.
-- Input: `asked`, a row a key: kind, place (leading digits of an adcode), metric, value, other_metric, other_value, text,
-- month (since the year 0), year; the views asked_then, told_reports and report_places, each made by the file of its name.
with in_place_and_month as (
    select distinct r.report_id, a.place as prefecture, r.month
    from told_reports as r
    inner join report_places as p using (report_id)
    inner join asked_then as a on a.kind = 'clause_then' and left(p.adcode, 4) = a.place and r.month = a.month
),

clauses as (
    -- As `clauses` of pipelines/normalize/resolution/wording.py has them; short ones are not asked for.
    select
        r.report_id, r.article_key, n.prefecture, n.month,
        trim(unnest(regexp_split_to_array(left(r.quote, 1200), '[\n,.;:!?()，。；：！？、（）“”]+')), ' ') as clause
    from in_place_and_month as n
    inner join told_reports as r using (report_id)
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
        from told_reports
        where code_name is not null
    ) as c
),

-- Materialized: whose place it was is looked up for those alone that say the same.
saying_the_same as materialized (
    select t.report_id, t.article_key, a.place
    from (
        select report_id, article_key, 'title' as kind, title as text
        from told_reports
        union all
        select report_id, article_key, 'code', code
        from coded
        union all
        select report_id, article_key, 'day', strftime(occurred_on, '%Y-%m-%d')
        from told_reports
        where occurred_on is not null
    ) as t
    inner join asked as a on t.kind = a.kind and t.text = a.text
)

select r.report_id, r.article_key
from told_reports as r
inner join report_places as p using (report_id)
inner join asked as a on a.kind = 'name' and left(p.adcode, 2) = a.place
where contains(r.title, a.text) or list_contains(r.suspects, a.text)
union
select s.report_id, s.article_key
from saying_the_same as s
semi join report_places as p on s.report_id = p.report_id and starts_with(p.adcode, s.place)
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
from told_reports as r
inner join asked_then as a on a.kind = 'title_then' and r.title = a.text and r.month = a.month;
