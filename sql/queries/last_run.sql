-- The run that was made last, of Dagster's own record (SQLite): job, state in Dagster's words, seconds since 1970 when it began and
-- when it ended; and when any run last ended well.
select
    pipeline_name, status, start_time, end_time,
    (select max(end_time) from runs where status = 'SUCCESS') as last_success
from runs
order by id desc
limit 1;
