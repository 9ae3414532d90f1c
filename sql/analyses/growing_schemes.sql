-- Question: Which ways of deceiving grow?
-- Read: `cases` counts the cases that were first reported in a year, `share` is their part of all cases of that year whose
-- scheme is told, in percent, and `change` how much that is more than in the last year before that has any, in points.
-- Pitfalls: Compare shares and not counts: how many articles were captured differs from year to year. A change that rests on
-- a handful of cases says nothing.
-- Columns: scheme, year, cases, share, change
with told as (
    select scheme, year(first_reported_on) as year, count(*) as cases
    from dim_case
    where scheme is not null and first_reported_on is not null
    group by all
),

years as (
    select
        year,
        sum(cases) as cases,
        lag(year) over (order by year) as year_before
    from told
    group by year
),

shares as (
    select s.scheme, y.year, y.year_before, coalesce(t.cases, 0) as cases, 100 * coalesce(t.cases, 0) / y.cases as share
    from (select distinct scheme from told) as s
    cross join years as y
    left join told as t on s.scheme = t.scheme and y.year = t.year
)

select d.name_en as scheme, n.year, n.cases, round(n.share, 1) as share, round(n.share - b.share, 1) as change
from shares as n
inner join dim_scheme as d on n.scheme = d.scheme
left join shares as b on n.scheme = b.scheme and n.year_before = b.year
where n.cases > 0 or b.cases > 0
order by n.year desc, change desc nulls last, n.cases desc, n.scheme;
