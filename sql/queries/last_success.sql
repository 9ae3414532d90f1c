-- When a refresh last ended well, in seconds since 1970, of Dagster's own record (SQLite); one row, null where none did.
select max(end_time) as last_success
from runs
where status = 'SUCCESS' and pipeline_name in ('refresh', 'refresh_rest');
