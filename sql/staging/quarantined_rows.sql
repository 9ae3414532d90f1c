-- New events into events.quarantined_rows. Input: `incoming`, new events with batch_position.
-- family: quarantine
insert into events.quarantined_rows by name
select position, batch_position, cause_position as captured_position, recorded_at, unnest(quarantine)
from incoming
where quarantine is not null;
