-- The columns of one table or view with type and meaning, in their order. Parameter: name
select column_name, data_type, description
from data_dictionary
where table_name = $name
order by column_number;
