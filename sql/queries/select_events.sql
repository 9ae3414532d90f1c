-- Events of one stream, or of those that begin with a prefix; all where neither is given.
-- Input: `events` (columns of the log), parameters stream, prefix, limit
select *
from events
where $stream is null or stream = $stream or ($prefix is not null and starts_with(stream, $prefix))
order by position
limit $limit;
