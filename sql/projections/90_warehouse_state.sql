-- The checkpoint moves in the transaction that holds the rows, to the end of the last batch that is in them.
update warehouse_state
set projected_position = newest.position, projected_root = newest.root
from (
    select position, root
    from events.batches
    where position > getvariable('projected_position')
    order by position desc
    limit 1
) as newest;
