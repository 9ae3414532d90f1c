-- Question: What did we believe of each case on a certain day?
-- Read: Cases as this warehouse would have shown them then. Without a day it is the present; set one first:
-- `set variable believed_on = timestamptz '2026-06-30 12:00:00+08'`.
-- Pitfalls: Every table and view has its past in the same way, NAME_as_of(time) and NAME_at(position); do not mix views of
-- different times in one query. What was withdrawn since is there in the past, what was erased is not.
-- Columns: title, jurisdiction, arrested, loss_cny, reports, first_reported
with cases_then as (
    from cases_as_of(coalesce(getvariable('believed_on')::timestamptz, now()))
)

select
    title, jurisdiction_name as jurisdiction, suspects_arrested::bigint as arrested, loss_amount as loss_cny, reports,
    first_reported
from cases_then
order by arrested desc nulls last, title
limit 10;
