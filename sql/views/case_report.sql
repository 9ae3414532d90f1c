-- grain: a case report as it is believed, linked to a case or not yet; key: report_id
-- depends: believed_at
create macro case_report_at(at_position) as table
select * exclude (believed_to)
from case_report_history
where is_believed(believed_from, believed_to, at_position);

create view case_report as from case_report_at(end_of_log());

create macro case_report_as_of(instant) as table from case_report_at(position_as_of(instant));
