-- New events into events.validations. Input: `incoming`, new events with batch_position.
-- family: validation
insert into events.validations by name
select position, batch_position, recorded_at, run_id, unnest(validation)
from incoming
where validation is not null;
