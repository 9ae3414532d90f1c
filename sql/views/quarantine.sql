-- grain: a row that failed validation, and the expectation that caught it; key: position
create view quarantine as
select
    position, recorded_at as quarantined_at, table_name, row_key, article, version_sha256, expectation, reason, row_json
from events.quarantined_rows;
