-- case_measure_history: the best value of each metric of a case, in each unit (currencies are not compared).
-- Policy: of the case's own figures that are totals and not parts of others, the highest (counts of an investigation
-- grow); on a tie the exact one, then the most recently published.
insert into case_measure_history by name
with tellers as (
    -- Reports are fewer than figures, and lead to theirs by number.
    select distinct article_key
    from case_report_history
    semi join affected_cases using (case_id)
),

figures as (
    select *
    from fact_figure_history
    semi join tellers using (article_key)
    semi join affected_cases using (case_id)
    where scope = 'case' and basis = 'total' and not is_subset
),

points as (
    select case_id, metric, unit, believed_from as point from figures
    union
    select case_id, metric, unit, believed_to from figures where believed_to is not null
),

stretches as (
    select
        case_id, metric, unit, point,
        lead(point) over (partition by case_id, metric, unit order by point) as next_point
    from points
)

select
    s.case_id,
    s.metric,
    f.value,
    s.unit,
    f.qualifier,
    f.figure_id,
    count(*) over (partition by s.case_id, s.metric, s.unit, s.point) - 1 as alternatives,
    s.point as believed_from,
    s.next_point as believed_to
from stretches as s
inner join figures as f
    on
        s.case_id = f.case_id and s.metric = f.metric and s.unit = f.unit and f.believed_from <= s.point
        and (f.believed_to is null or f.believed_to > s.point)
qualify
    row_number() over (
        partition by s.case_id, s.metric, s.unit, s.point
        order by f.value desc, f.qualifier = 'exact' desc, f.published_on desc nulls last, f.figure_id
    ) = 1;
