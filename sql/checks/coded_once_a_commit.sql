-- A commit holds at most one coding of a captured version: reports find their coding by version and commit.
-- severity: error; asset: star_schema
select article, captured_position, batch_position, count(*) as codings
from events.readings
where type = 'article_coded'
group by article, captured_position, batch_position
having count(*) > 1;
