-- New events into events.batches. Input: `incoming`, new events with batch_position.
-- family: batch
insert into events.batches by name
select position, recorded_at, actor, run_id, unnest(batch)
from incoming
where batch is not null;
