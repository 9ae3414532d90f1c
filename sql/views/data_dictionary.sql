-- grain: a column of a table or view that analysts read; key: table_name, column_name
-- The tables of the schema `events`, from which these are made, are not here. `select * from data_dictionary where
-- table_name = 'fact_figure'` tells what stands in a table.
create view data_dictionary as
select
    c.table_name, c.column_index as column_number, c.column_name, c.data_type,
    coalesce(here.description, anywhere.description) as description
from duckdb_columns() as c
left join column_description as here on c.column_name = here.column_name and c.table_name = here.table_name
left join column_description as anywhere on c.column_name = anywhere.column_name and anywhere.table_name = ''
where c.database_name = current_database() and c.schema_name = 'main' and not c.internal;
