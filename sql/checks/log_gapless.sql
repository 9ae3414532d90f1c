-- Positions in the log are 1, 2, 3, … up to the projected position.
-- severity: error; asset: star_schema
select
    s.projected_position,
    count(e.position) as events_found,
    min(e.position) as first_position,
    max(e.position) as last_position
from warehouse_state as s
left join events.envelope as e on true
group by s.projected_position
having
    count(e.position) <> s.projected_position
    or min(e.position) <> 1
    or max(e.position) <> s.projected_position;
