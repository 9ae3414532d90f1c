-- macro: additive_within(at_position, frame) is the rows of summable_figure of which no two may share anything in a frame
-- The frame `all` is one sum over everything; `province` has a sum for each province, `campaign` one for each campaign, and
-- holds only what lies in one. The rule, in each frame, metric and unit:
--   1. An aggregate that is less than the cases it may share with, taken together, does not contain them: the cases count.
--   2. Of the other aggregates, from the largest down, each counts that shares nothing with one that counts already. So of a
--      running total the last counts, of a province and its city the province, of two tellings of one aggregate one. In
--      which articles they stand does not matter.
--   3. A case counts that shares nothing with an aggregate that counts.
-- Among equal values that counts which tells its province, then that which tells its first day: a copy that tells less
-- displaces nothing. Then the more precise counts, then the first told, then the better authority.
-- depends: least_told, may_share, most_told, summable_figure
create macro additive_within(at_position, frame) as table
with framed as (
    select
        *,
        case frame
            when 'all' then 'all'
            when 'province' then province_adcode
            when 'campaign' then campaign
        end as frame_key
    from summable_figure_at(at_position)
),

single_cases as (
    from framed
    where scope = 'case' and frame_key is not null
),

aggregates as (
    from framed
    where scope = 'aggregate' and frame_key is not null
),

outweighed as (
    select a.figure_id
    from aggregates as a
    inner join single_cases as c
        on a.frame_key = c.frame_key and a.metric = c.metric and a.unit = c.unit and may_share(a, c)
    group by a.figure_id, a.value
    having sum(c.value) > a.value
),

inclusive as (
    select
        list(
            a
            order by
                a.value desc, a.province_adcode is null, a.period_start is null,
                most_told(a.value, a.qualifier, a.unit) - least_told(a.value, a.qualifier, a.unit),
                a.published_on nulls last, a.source_rank, a.article_key, a.figure_id
        ) as figures
    from aggregates as a
    where a.figure_id not in (select figure_id from outweighed)
    group by a.frame_key, a.metric, a.unit
),

counted as (
    select figure.*
    from (
        select
            unnest(
                list_reduce(
                    figures,
                    lambda counted, figure:
                        case
                            when len(list_filter(counted, lambda other: may_share(other, figure))) > 0 then counted
                            else list_append(counted, figure)
                        end,
                    figures[:0]
                )
            ) as figure
        from inclusive
    )
)

from counted
union all
from single_cases as c
where
    not exists (
        from counted as n
        where n.frame_key = c.frame_key and n.metric = c.metric and n.unit = c.unit and may_share(n, c)
    );
