-- The checkpoint moves in the transaction that holds the rows.
update warehouse_state
set
    projected_position = (select max(position) from incoming),
    projected_root = (select root from events.batches order by position desc limit 1);
