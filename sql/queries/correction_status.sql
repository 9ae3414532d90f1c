-- A correction by its own position or that of its decision: position, status. Parameter: position
select position, status
from corrections
where $position in (position, decision)
order by position
limit 1;
