-- Rows in equal rows out: what a validation was given was accepted or quarantined, and what was quarantined is kept.
-- severity: error; asset: star_schema
with kept as (
    select batch_position, table_name, count(distinct row_key) as rows_kept
    from events.quarantined_rows
    group by batch_position, table_name
)

select v.position, v.table_name, v.rows_in, v.rows_accepted, v.rows_quarantined, k.rows_kept
from events.validations as v
left join kept as k using (batch_position, table_name)
where
    v.rows_in <> v.rows_accepted + v.rows_quarantined
    -- Rows of the same key are kept under one.
    or coalesce(k.rows_kept, 0) > v.rows_quarantined
    or (
        k.rows_kept is null and v.rows_quarantined > 0
        -- What was erased is kept no more.
        and not exists (
            from events.envelope as e
            where e.batch_position = v.batch_position and e.type = 'row_quarantined' and e.erased_at is not null
        )
    );
