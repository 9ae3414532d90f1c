-- Rows in equal rows out: what a validation was given was accepted or quarantined, and every row that was quarantined is kept.
-- severity: error; asset: star_schema
with kept as (
    -- A row has an event for each expectation that caught it.
    select
        batch_position, table_name,
        count(distinct (row_key, row_json)) as rows_kept,
        bool_or(expectation in ('id_unique', 'article_unique')) as has_doubles
    from events.quarantined_rows
    group by all
),

erased as (
    select distinct batch_position, split_part(stream, '/', 2) as table_name
    from events.envelope
    where type = 'row_quarantined' and erased_at is not null
),

moved as (
    select table_name, min(batch_position) as first_refused
    from events.quarantined_rows
    where table_name = 'case_links' and row_json ->> '$.decision' = 'moved'
    group by table_name
),

validated as (
    select
        v.position, v.table_name, v.rows_in, v.rows_accepted, v.rows_quarantined,
        coalesce(k.rows_kept, 0) as rows_kept,
        -- What was erased is kept no more. Rows that are alike in everything are one event in the log: doubles, which are
        -- caught as such, and a link that was refused before and is refused again.
        e.table_name is not null or coalesce(k.has_doubles, false) or coalesce(m.first_refused < v.batch_position, false)
            as may_be_fewer
    from events.validations as v
    left join kept as k using (batch_position, table_name)
    left join erased as e using (batch_position, table_name)
    left join moved as m using (table_name)
)

select position, table_name, rows_in, rows_accepted, rows_quarantined, rows_kept
from validated
where
    rows_in <> rows_accepted + rows_quarantined
    or rows_kept > rows_quarantined
    or (rows_kept < rows_quarantined and not may_be_fewer)
union all
select e.position, split_part(e.stream, '/', 2), null, null, null, 0
from events.envelope as e
left join events.quarantined_rows as q on e.position = q.position
where e.type = 'row_quarantined' and e.erased_at is null and q.position is null;
