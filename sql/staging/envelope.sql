-- New events into events.envelope. Input: `incoming`, new events with batch_position.
-- family: envelope
insert into events.envelope
select position, batch_position, type, schema_version, stream, occurred_on, cause_position, erased_at
from incoming;
