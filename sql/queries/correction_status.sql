-- The status of one correction. Parameter: position
select status
from corrections
where position = $position;
