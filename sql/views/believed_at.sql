-- The past: what was believed when the log stood at a position, or at an instant.
-- A position inside a batch means the last whole batch before it.
create macro position_as_of(instant) as (
    select coalesce(max(position), 0) from events.batches where recorded_at <= instant
);

create macro fact_figure_at(at_position) as table
select * exclude (believed_to)
from fact_figure_history
where believed_from <= at_position and (believed_to is null or believed_to > at_position);

create macro fact_figure_as_of(instant) as table
select * exclude (believed_to)
from fact_figure_history
where
    believed_from <= position_as_of(instant)
    and (believed_to is null or believed_to > position_as_of(instant));

create macro dim_case_at(at_position) as table
select * exclude (believed_to)
from case_history
where believed_from <= at_position and (believed_to is null or believed_to > at_position);

create macro dim_case_as_of(instant) as table
select * exclude (believed_to)
from case_history
where
    believed_from <= position_as_of(instant)
    and (believed_to is null or believed_to > position_as_of(instant));
