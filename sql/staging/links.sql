-- New events into events.links. Input: `incoming`, new events with batch_position.
-- family: link
insert into events.links by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(link)
    from incoming
    where link is not null
);
