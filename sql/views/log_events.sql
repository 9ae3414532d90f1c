-- grain: an event of the log; key: position
create view log_events as
select
    position, type, stream, occurred_on, recorded_at, actor, run_id, cause_position, schema_version, batch_position
from events.envelope;
