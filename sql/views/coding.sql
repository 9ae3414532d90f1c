-- grain: a coding that is believed; key: article
-- depends: believed_at
create macro coding_at(at_position) as table
select * exclude (believed_to)
from coding_history
where is_believed(believed_from, believed_to, at_position);

create view coding as from coding_at(end_of_log());

create macro coding_as_of(instant) as table from coding_at(position_as_of(instant));
