-- What differs between `rows_before` and `rows_after`, which have columns key, label, topic and others: one row an added or removed
-- key, one a changed cell; columns key, label, topic, change, column_name, before, after.
with changed as (
    select key from (from rows_before except from rows_after)
    intersect
    select key from (from rows_after except from rows_before)
),

cells_before as (
    unpivot (select key, columns(* exclude (key, label, topic))::varchar from rows_before semi join changed using (key))
    on columns(* exclude (key))
    into name column_name value cell
),

cells_after as (
    unpivot (select key, columns(* exclude (key, label, topic))::varchar from rows_after semi join changed using (key))
    on columns(* exclude (key))
    into name column_name value cell
)

select key, label, topic, 'removed' as change, null as column_name, null as before, null as after
from rows_before anti join rows_after using (key)
union all
select key, label, topic, 'added', null, null, null
from rows_after anti join rows_before using (key)
union all
select key, named.label, named.topic, 'changed', column_name, b.cell, a.cell
from cells_before as b
full join cells_after as a using (key, column_name)
inner join rows_after as named using (key)
where b.cell is distinct from a.cell
order by change = 'changed', change = 'added', key, column_name;
