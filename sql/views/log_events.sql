-- grain: an event of the log; key: position
create view log_events as
select
    e.position, e.type, e.stream, e.occurred_on, b.recorded_at, b.actor, b.run_id, e.cause_position, e.schema_version,
    e.batch_position
from events.envelope as e
inner join events.batches as b on e.batch_position = b.position;
