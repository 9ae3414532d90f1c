-- The run that was made last, of Dagster's own record (SQLite): job, state in Dagster's words, seconds since 1970 when it began.
select pipeline_name, status, start_time
from runs
order by id desc
limit 1;
