-- incoming: the arriving events with the position of the record that closes their commit.
-- Input: temp table `arriving`, whole commits of the log.
create or replace temp table incoming as
select arriving.*, batches.position as batch_position
from arriving
asof join (select position from arriving where type = 'batch_closed') as batches
    on arriving.position <= batches.position;
