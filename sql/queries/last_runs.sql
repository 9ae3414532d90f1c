-- The newest run of each job, of Dagster's own record (SQLite), newest first: job, state in Dagster's words, seconds since 1970 when
-- it began and when it ended; and when a refresh last ended well.
select
    pipeline_name, status, start_time, end_time,
    (
        select max(end_time) from runs where status = 'SUCCESS' and pipeline_name in ('refresh', 'refresh_rest')
    ) as last_success
from runs as newest
where id = (select max(id) from runs as other where other.pipeline_name = newest.pipeline_name)
order by id desc;
