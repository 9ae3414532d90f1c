-- Question: Where do two articles tell numbers of one case that cannot both be true?
-- Read: `value` was told first, `other_value` by another article, `days` later (null where one of them tells no day).
-- Numbers that their words allow to be the same are no disagreement: "more than 80" and 112 are not here, 63 and 112 are.
-- Pitfalls: Most of it is growth: counts of an investigation rise with the days. What falls, or differs on one day, is worth
-- a look at the quotes (evidence_behind_a_number.sql).
-- Columns: title, metric, unit, value, publisher, other_value, other_publisher, days
with told as (
    select f.*, a.publisher
    from fact_figure as f
    inner join dim_article as a using (article_key)
    where f.scope = 'case' and f.basis = 'total' and not f.is_subset
)

select
    c.title,
    f.metric,
    f.unit,
    f.value,
    f.publisher,
    o.value as other_value,
    o.publisher as other_publisher,
    o.published_on - f.published_on as days
from told as f
inner join told as o
    on
        f.case_id = o.case_id and f.metric = o.metric and f.unit = o.unit and f.article <> o.article
        and (coalesce(f.published_on, date '0001-01-01'), f.figure_id)
        < (coalesce(o.published_on, date '0001-01-01'), o.figure_id)
        and (
            most_told(f.value, f.qualifier, f.unit) < least_told(o.value, o.qualifier, o.unit)
            or most_told(o.value, o.qualifier, o.unit) < least_told(f.value, f.qualifier, f.unit)
        )
inner join dim_case as c on f.case_id = c.case_id
order by days nulls first, c.title, f.metric, f.value, o.value;
