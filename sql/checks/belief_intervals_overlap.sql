-- Stretches in which a figure was believed do not overlap, and none is empty; one without an end is the last.
-- severity: error; asset: star_schema
select figure_id, believed_from, believed_to
from fact_figure_history
qualify
    believed_to <= believed_from
    or coalesce(believed_to, 9223372036854775807) > lead(believed_from) over (partition by figure_id order by believed_from);
