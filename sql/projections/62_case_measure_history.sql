-- case_measure_history: the best value of each metric of a case, in each unit (currencies are not compared).
-- Policy, with its reasons in docs/decisions/0019. Only totals of the case compete: no part (subset), no daily figure, no
-- aggregate. Each is taken for the range of numbers that its words allow (least_told, most_told). In this order:
--   1. largest: counts of an investigation grow, and later articles tell parts of it. What ends below that which another
--      one tells at least is outgrown.
--   2. most precise: the narrowest range. Of two that name a lower bound only, the higher.
--   3. latest published.
--   4. most authoritative publisher.
--   5. of what is told alike, the higher value, then any, always the same.
insert into case_measure_history by name
with tellers as (
    -- Reports are fewer than figures, and lead to theirs by number.
    select distinct article_key
    from case_report_history
    semi join affected_cases using (case_id)
),

figures as (
    select case_id, metric, unit, value, qualifier, published_on, figure_id, article_key, believed_from, believed_to
    from fact_figure_history
    semi join tellers using (article_key)
    semi join affected_cases using (case_id)
    -- An empty stretch is left of what was never believed.
    where scope = 'case' and basis = 'total' and not is_subset and believed_to is distinct from believed_from
),

-- Mostly there is one figure and nothing to compare: what follows is for the others.
measures as (
    select
        case_id, metric, unit, count(*) as tellings, any_value(value) as value, any_value(qualifier) as qualifier,
        any_value(figure_id) as figure_id, max(believed_from) as believed_from, max(believed_to) as believed_to
    from figures
    group by case_id, metric, unit
),

rivals as (
    select f.*
    from figures as f
    semi join (select case_id, metric, unit from measures where tellings > 1) using (case_id, metric, unit)
),

changes as (
    select case_id, metric, unit, believed_from as point, 1 as change from rivals
    union all
    select case_id, metric, unit, believed_to, -1 from rivals where believed_to is not null
),

points as (
    select case_id, metric, unit, point, sum(change) as change
    from changes
    group by case_id, metric, unit, point
),

stretches as (
    select
        case_id, metric, unit, point, lead(point) over believed as next_point, sum(change) over believed as tellings
    from points
    window believed as (partition by case_id, metric, unit order by point)
),

told as (
    select s.point, s.next_point, s.tellings, f.*
    from stretches as s
    inner join rivals as f
        on
            s.case_id = f.case_id and s.metric = f.metric and s.unit = f.unit and f.believed_from <= s.point
            and (f.believed_to is null or f.believed_to > s.point)
),

contested as (
    select *, least_told(value, qualifier, unit) as least, most_told(value, qualifier, unit) as most
    from told
    where tellings > 1
),

publishers as (
    select a.article_key, a.believed_from, a.believed_to, a.publisher
    from article_history as a
    semi join contested using (article_key)
),

ranks as (
    select p.publisher, k.rank
    from (select distinct publisher from publishers) as p
    inner join dim_source_kind as k on source_kind(p.publisher) = k.kind
),

sources as (
    select p.article_key, p.believed_from, p.believed_to, r.rank
    from publishers as p
    inner join ranks as r on p.publisher is not distinct from r.publisher
),

-- Each criterion as a number of which the smallest is the best.
judged as (
    select
        c.*,
        most < max(least) over (partition by case_id, metric, unit, point) as is_outgrown,
        case when value = 0 then 0 else round((most - least) / value::double, 6) end as vagueness,
        if(qualifier = 'at_least', -value, 0) as bound,
        coalesce(date '9999-12-31' - published_on, 9999999) as age,
        s.rank
    from contested as c
    -- The publisher that the article named when it was coded, as its day is that of then.
    -- (No asof join: of input that seems small DuckDB makes a nested loop.)
    left join sources as s
        on
            c.article_key = s.article_key and s.believed_from <= c.believed_from
            and (s.believed_to is null or s.believed_to > c.believed_from)
),

ranked as (
    select
        *,
        row_number() over best as place,
        lead((is_outgrown, vagueness, bound, age, rank)) over best as next_best
    from judged
    window
        best as (
            partition by case_id, metric, unit, point
            order by is_outgrown, vagueness, bound, age, rank, value desc, figure_id
        )
)

select
    case_id,
    metric,
    value,
    unit,
    qualifier,
    figure_id,
    tellings - 1 as alternatives,
    case
        when next_best[1] then 'largest'
        when (next_best[2], next_best[3]) <> (vagueness, bound) then 'most_precise'
        when next_best[4] <> age then 'latest'
        when next_best[5] <> rank then 'most_authoritative'
        else 'told_alike'
    end as chosen_because,
    point as believed_from,
    next_point as believed_to
from ranked
where place = 1
union all
select case_id, metric, value, unit, qualifier, figure_id, 0, 'only_told', point, next_point
from told
where tellings = 1
union all
select case_id, metric, value, unit, qualifier, figure_id, 0, 'only_told', believed_from, believed_to
from measures
where tellings = 1;
