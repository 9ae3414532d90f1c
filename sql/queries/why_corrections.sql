-- Corrections by people, as they stand: those at the given positions, and those of a case that bear on the column, or on all of
-- it. Parameters: positions, case_id (null for none), column_name (all where null), position
with cases as (
    select $case_id as case_id
    union
    select case_id from case_alias_at($position) where canonical_case_id = $case_id
)

select position, type, changed, reason, actor, recorded_at, other_case_id
from corrections_at($position)
where
    list_contains($positions, position)
    or (
        status = 'in_force' and case_id in (from cases)
        and (
            type = 'cases_merged'
            or (type = 'case_corrected' and ($column_name is null or list_contains(map_keys(changed), $column_name)))
        )
    )
order by position;
