-- New events into events.captures. Input: `incoming`, new events with batch_position.
-- family: capture
insert into events.captures by name
select position, batch_position, recorded_at, type, unnest(capture)
from incoming
where capture is not null;
