-- What starts runs by the clock or by a sensor and was ever looked at by Dagster's daemon, of its own record (SQLite): name, whether
-- it is on. Dagster forgets what was on by a setting alone once the setting is gone.
select json_extract(instigator_body, '$.origin.job_name') as name, max(status in ('RUNNING', 'DECLARED_IN_CODE')) as is_on
from instigators
group by name
order by name;
