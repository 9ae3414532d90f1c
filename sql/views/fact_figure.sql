-- grain: a reported figure as it is believed; key: figure_id
-- told: what the article says where a person corrected it; the columns show the correction.
-- depends: believed_at
create macro fact_figure_at(at_position) as table
select * exclude (believed_to)
from fact_figure_history
where is_believed(believed_from, believed_to, at_position);

create view fact_figure as from fact_figure_at(end_of_log());

create macro fact_figure_as_of(instant) as table from fact_figure_at(position_as_of(instant));
