-- grain: a correction by a person; key: position
-- status: in_force, revoked, or without_target (no report that is believed has the words that it was made for: the article was
-- withdrawn, or is read in another way; nor has a case of that id). decision is the same for all that was decided, and is
-- revoked, together. changed: the columns that it set or emptied.
-- depends: believed_at, case_alias, correction_target, dim_case
create macro corrections_at(at_position) as table
with found as (
    select correction_position as position, list(report_id order by report_id) as report_ids
    from correction_target_at(at_position)
    group by correction_position
),

told as (
    select case_id from dim_case_at(at_position)
    union
    select case_id from case_alias_at(at_position)
),

revoked as (
    -- What was decided in one commit is one decision, and revoked as one.
    select c.position, min(r.position) as revoked_by
    from events.corrections as r
    inner join events.corrections as named on r.revoked_position = named.position
    inner join events.corrections as c on named.batch_position = c.batch_position
    where r.type = 'correction_revoked' and r.batch_position <= at_position
    group by c.position
)

select
    c.position,
    c.batch_position as decision,
    c.type,
    case
        when r.revoked_by is not null then 'revoked'
        when c.article is not null and f.report_ids is null then 'without_target'
        when c.article is null and k.case_id is null then 'without_target'
        else 'in_force'
    end as status,
    c.target,
    c.article,
    f.report_ids,
    c.case_id,
    c.other_case_id,
    c.quote,
    map_from_entries(list_filter(
        [
            row('metric', c.metric), row('value', c.value::varchar), row('unit', c.unit),
            row('qualifier', c.qualifier), row('basis', c.basis), row('is_subset', c.subset::varchar),
            row('region_adcode', c.region_adcode), row('period_start', c.period_start::varchar),
            row('period_end', c.period_end::varchar), row('title', c.title), row('scheme', c.scheme),
            row('role', c.role), row('campaign_key', c.campaign_key),
            row('case_id', if(c.type = 'figure_corrected', c.case_id, null)),
            row('jurisdiction_adcode', c.jurisdiction_adcode), row('occurred_on', c.occurred_on::varchar)
        ],
        lambda change: change[2] is not null
    ) || list_transform(coalesce(c.cleared, []), lambda name: row(name, null))) as changed,
    c.reason,
    c.actor,
    c.recorded_at,
    r.revoked_by
from events.corrections as c
left join found as f using (position)
left join revoked as r using (position)
left join told as k on c.case_id = k.case_id
where c.type not in ('correction_revoked', 'row_released', 'row_discarded') and c.batch_position <= at_position;

create view corrections as from corrections_at(end_of_log());

create macro corrections_as_of(instant) as table from corrections_at(position_as_of(instant));
