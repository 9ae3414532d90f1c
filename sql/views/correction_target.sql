-- grain: a correction in force and the report that it is about; key: correction_position, report_id
-- depends: believed_at
create macro correction_target_at(at_position) as table
select * exclude (believed_to)
from correction_target_history
where is_believed(believed_from, believed_to, at_position);

create view correction_target as from correction_target_at(end_of_log());

create macro correction_target_as_of(instant) as table from correction_target_at(position_as_of(instant));
