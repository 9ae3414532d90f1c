-- Which checks found something in a run, of Dagster's own record (SQLite): the asset's key as JSON and the check's name, one row
-- each, in order of these.
select asset_key, check_name
from asset_check_executions
where run_id = :run_id and execution_status = 'FAILED'
order by asset_key, check_name;
