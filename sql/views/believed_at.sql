-- The past: what was believed when the log stood at a position, or at an instant. Everything that can be asked for the past
-- is a macro NAME_at(position); the plain view NAME is that macro at the end of the log, NAME_as_of(instant) is that macro
-- at the position of the instant. A position inside a batch means the last whole batch before it.
create macro position_as_of(instant) as (
    select coalesce(max(position), 0) from events.batches where recorded_at <= instant
);

-- Behind every position: what has no end is believed there, and nothing else.
create macro end_of_log() as 9223372036854775807::bigint;

create macro is_believed(believed_from, believed_to, at_position) as
    believed_from <= at_position and (believed_to is null or believed_to > at_position);
