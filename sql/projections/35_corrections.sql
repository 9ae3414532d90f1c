-- case_alias_history: and before it, what all files after this one ask of corrections: from when to when each is in force (from
-- its commit until it is revoked), and how it finds the report that it is about in a coding.
create or replace temp table standing_corrections as
with revoked as (
    -- What was decided in one commit is one decision, and revoked as one.
    select c.position, min(r.batch_position) as in_force_to
    from events.corrections as r
    inner join events.corrections as named on r.revoked_position = named.position
    inner join events.corrections as c on named.batch_position = c.batch_position
    where r.type = 'correction_revoked'
    group by c.position
)

select d.*, d.batch_position as in_force_from, r.in_force_to
from events.corrections as d
left join revoked as r using (position)
where
    d.type <> 'correction_revoked' and r.in_force_to is distinct from d.batch_position
    and (
        d.article in (select article from affected_captures)
        or d.case_id in (select case_id from affected_cases)
        or d.case_id in (select case_id from merged_cases)
    );

-- Whether a report is the one that a correction of `of_report` speaks of. A new coding gives it another id: then words of the
-- same bytes that overlap do, and in other bytes the same words.
create or replace temp macro is_spoken_of(
    of_report, report, has_same_bytes, of_start, of_end, span_start, span_end, has_same_words
) as
    of_report = report or if(has_same_bytes, of_start < span_end and span_start < of_end, has_same_words);

-- What the last of several corrections says of a column, in a struct, since it may say that there is nothing; null where none
-- says anything.
create or replace temp macro last_word(value, position, is_cleared) as
    arg_max({'v': value}, position) filter (where value is not null or is_cleared);

-- case_alias_history: all cases that merges connect are told under the one that the last of these merges kept.
insert into case_alias_history
with recursive merges as (
    select position, case_id, other_case_id, in_force_from, in_force_to
    from standing_corrections
    where type = 'cases_merged' and case_id in (select case_id from merged_cases)
),

points as (
    select 0 as point
    union
    select in_force_from from merges
    union
    select in_force_to from merges where in_force_to is not null
),

stretches as (
    select point, lead(point) over (order by point) as next_point from points
),

edges as (
    select s.point, m.position, m.case_id as kept, unnest([m.case_id, m.other_case_id]) as case_id,
        unnest([m.other_case_id, m.case_id]) as neighbour
    from stretches as s
    inner join merges as m on m.in_force_from <= s.point and (m.in_force_to is null or m.in_force_to > s.point)
),

reached as (
    select s.point, c.case_id, c.case_id as member
    from stretches as s
    cross join merged_cases as c
    union
    select r.point, r.case_id, e.neighbour
    from reached as r
    inner join edges as e on r.point = e.point and r.member = e.case_id
),

canonical as (
    select r.point, r.case_id, arg_max(e.kept, e.position) as canonical_case_id
    from reached as r
    left join edges as e on r.point = e.point and r.member = e.case_id
    group by r.point, r.case_id
),

told_under as (
    select
        case_id, coalesce(canonical_case_id, case_id) as canonical_case_id, point,
        lag(coalesce(canonical_case_id, case_id)) over (partition by case_id order by point) as before
    from canonical
)

-- Only where it changes: merges of other cases cut no stretch in two.
select case_id, canonical_case_id, point, lead(point) over (partition by case_id order by point)
from told_under
where before is distinct from canonical_case_id;
