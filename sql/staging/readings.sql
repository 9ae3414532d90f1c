-- New events into events.readings. Input: `incoming`, new events with batch_position.
-- family: reading
insert into events.readings by name
select position, batch_position, type, unnest(reading)
from incoming
where reading is not null;
