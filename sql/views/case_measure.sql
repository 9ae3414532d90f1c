-- grain: the best value of a metric for a case, as it is believed; key: case_id, metric, unit
-- depends: believed_at
create macro case_measure_at(at_position) as table
select * exclude (believed_to)
from case_measure_history
where is_believed(believed_from, believed_to, at_position);

create view case_measure as from case_measure_at(end_of_log());

create macro case_measure_as_of(instant) as table from case_measure_at(position_as_of(instant));
