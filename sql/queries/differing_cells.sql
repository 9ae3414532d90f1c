-- What differs between `rows_before` and `rows_after`, which have columns key, label, topic and others: a row a cell that is not
-- the same, all that hold something of an added or removed key; columns key, label, topic, change, column_name, before, after.
with changes as (
    select key, label, topic, 'changed' as change
    from rows_after
    where
        key in (select key from (from rows_before except from rows_after))
        and key in (select key from rows_before)
    union all
    select key, label, topic, 'removed'
    from rows_before anti join rows_after using (key)
    union all
    select key, label, topic, 'added'
    from rows_after anti join rows_before using (key)
),

cells_before as (
    unpivot (select key, columns(* exclude (key, label, topic))::varchar from rows_before semi join changes using (key))
    on columns(* exclude (key))
    into name column_name value cell
),

cells_after as (
    unpivot (select key, columns(* exclude (key, label, topic))::varchar from rows_after semi join changes using (key))
    on columns(* exclude (key))
    into name column_name value cell
)

select c.key, c.label, c.topic, c.change, column_name, b.cell, a.cell
from changes as c
inner join (cells_before as b full join cells_after as a using (key, column_name)) on c.key = coalesce(b.key, a.key)
left join duckdb_columns() as d on d.table_name = 'rows_after' and column_name = d.column_name
where b.cell is distinct from a.cell
order by c.change = 'changed', c.change = 'added', c.key, d.column_index, column_name;
