-- Question: What do we know of cases that we did not know last week?
-- Read: Best values of cases that are new, have changed or are gone since then. For another time, set it first:
-- `set variable since = timestamptz '2026-06-30 12:00:00+08'`.
-- Pitfalls: This is when it came to be believed here, not when it happened: an old article that was captured yesterday is
-- new. After a re-coding, what changed may be the reader and not the world; dim_article.coder_version tells.
-- Columns: change, title, metric, unit, value_before, value_now
with earlier as (
    from case_measure_as_of(coalesce(getvariable('since')::timestamptz, now() - interval 7 day))
),

changes as (
    select
        case
            when b.case_id is null then 'new'
            when n.case_id is null then 'gone'
            else 'changed'
        end as change,
        case_id, metric, unit, b.value as value_before, n.value as value_now
    from earlier as b
    full join case_measure as n using (case_id, metric, unit)
    where (b.value, b.qualifier) is distinct from (n.value, n.qualifier)
)

select c.change, h.title, c.metric, c.unit, c.value_before, c.value_now
from changes as c
left join (
    select case_id, arg_max(title, believed_from) as title
    from case_history
    group by case_id
) as h using (case_id)
order by c.change, h.title, c.metric, c.unit
limit 20;
