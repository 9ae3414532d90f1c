-- The reports that a cell rests on or passed over, what it shows first. Parameters: table_name, key, column_name (all where null),
-- position
select * exclude (table_name, key)
from lineage_at($position)
where
    table_name = $table_name and key = $key
    and ($column_name is null or column_name is null or column_name = $column_name)
order by column_name nulls first, is_shown desc, published_on nulls last, position;
