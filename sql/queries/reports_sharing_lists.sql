-- Current case reports that have one of the keys by which resolution compares (pipelines/normalize/resolution/blocks.py), of
-- those that are made of the places of a list; columns report_id, article_key. A report may be given that has none of them, none that
-- has one is left out: the caller looks at the keys again.
-- Input: `asked`, a row a key: kind, place (leading digits of an adcode), metric, value, other_metric, other_value, text,
-- month (since the year 0), year.
with listed as (
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
)

select b.report_id, b.article_key
from beside as b
inner join asked as a on a.kind = 'beside' and b.prefecture = a.place and b.near = a.text;
