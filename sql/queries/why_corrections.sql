-- Corrections by people, as they stand. Parameters: positions, position
select position, type, changed, reason, actor, recorded_at
from corrections_at($position)
where list_contains($positions, position)
order by position;
