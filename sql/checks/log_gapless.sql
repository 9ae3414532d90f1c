-- Positions in the log are 1, 2, 3, … up to the projected position.
-- severity: error; asset: star_schema
select s.projected_position, count(*) as events_found, min(e.position) as first_position, max(e.position) as last_position
from warehouse_state as s
cross join events.envelope as e
group by s.projected_position
having count(*) <> s.projected_position or min(e.position) <> 1 or max(e.position) <> s.projected_position;
