-- grain: a row that failed validation, and an expectation that caught it; key: position
-- status: open (nobody has looked at it, and nothing has changed), released (a person had the article read again), read_again (its
-- article was read again by newer rules: what fails still is there once more), discarded (a person said that it is nothing),
-- void (the article was withdrawn, or has a later version). decided_by is the position of the person's word.
-- depends: believed_at, dim_article
create macro quarantine_at(at_position) as table
with rows as (
    select *
    from events.quarantined_rows
    where batch_position <= at_position
),

words as (
    -- A word about one line of a row is about all lines of it.
    select
        q.table_name, q.row_key, q.captured_position, q.batch_position,
        arg_max(c.type, c.position) as type, max(c.position) as position
    from events.corrections as c
    inner join rows as q on c.quarantined_position = q.position
    where c.type in ('row_released', 'row_discarded') and c.batch_position <= at_position
    group by all
),

readings as (
    select captured_position, batch_position
    from events.readings
    where type = 'article_coded' and batch_position <= at_position
    union
    select captured_position, batch_position from rows where table_name = 'articles'
),

latest as (
    select captured_position, max(batch_position) as batch_position from readings group by captured_position
)

select
    q.position,
    q.recorded_at as quarantined_at,
    q.table_name,
    q.row_key,
    q.article,
    q.version_sha256,
    q.expectation,
    q.reason,
    q.row_json,
    case
        when w.type = 'row_discarded' then 'discarded'
        when w.type = 'row_released' then 'released'
        when a.is_current is not true then 'void'
        when l.batch_position > q.batch_position then 'read_again'
        else 'open'
    end as status,
    w.position as decided_by
from rows as q
left join words as w
    on
        q.table_name = w.table_name and q.row_key = w.row_key and q.batch_position = w.batch_position
        and q.captured_position is not distinct from w.captured_position
left join dim_article_at(at_position) as a on q.captured_position = a.article_key
left join latest as l on q.captured_position = l.captured_position;

create view quarantine as from quarantine_at(end_of_log());

create macro quarantine_as_of(instant) as table from quarantine_at(position_as_of(instant));
