-- grain: a row that failed validation, and the expectation that caught it; key: position
-- depends: believed_at
create macro quarantine_at(at_position) as table
select
    position, recorded_at as quarantined_at, table_name, row_key, article, version_sha256, expectation, reason, row_json
from events.quarantined_rows
where batch_position <= at_position;

create view quarantine as from quarantine_at(end_of_log());

create macro quarantine_as_of(instant) as table from quarantine_at(position_as_of(instant));
