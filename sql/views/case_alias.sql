-- grain: a case that is told under another, since people merged them, as it is believed; key: case_id
-- depends: believed_at
create macro case_alias_at(at_position) as table
select * exclude (believed_to)
from case_alias_history
where is_believed(believed_from, believed_to, at_position) and canonical_case_id <> case_id;

create view case_alias as from case_alias_at(end_of_log());

create macro case_alias_as_of(instant) as table from case_alias_at(position_as_of(instant));
