-- Keys of rows that begin with a text. Parameters: table_name, key, position
select distinct key
from lineage_at($position)
where table_name = $table_name and starts_with(key, $key)
order by key = $key desc, key
limit 20;
