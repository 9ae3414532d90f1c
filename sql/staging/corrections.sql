-- New events into events.corrections. Input: `incoming`, new events with batch_position.
-- family: correction
insert into events.corrections by name
select position, batch_position, recorded_at, actor, type, unnest(correction)
from incoming
where correction is not null;
