-- The newest run of each job, of Dagster's own record (SQLite), newest first: id, job, state in Dagster's words, seconds since 1970 when
-- it began and when it ended.
select run_id, pipeline_name, status, start_time, end_time
from runs as newest
where id = (select max(id) from runs as other where other.pipeline_name = newest.pipeline_name)
order by id desc;
