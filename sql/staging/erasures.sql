-- New events into events.erasures. Input: `incoming`, new events with batch_position.
-- family: erasure
insert into events.erasures by name
select position, batch_position, recorded_at, unnest(erasure)
from incoming
where erasure is not null;
