-- grain: a figure that lies in a province, where no other of that province counts any part again; key: figure_id
-- The rows to sum by province or over all provinces, as additive_figures otherwise. Totals of the country are not here, and
-- within a province its own total takes the place of its cities' and cases'.
-- depends: additive_within
create macro additive_figures_by_province_at(at_position) as table
select * exclude (frame_key)
from additive_within(at_position, 'province');

create view additive_figures_by_province as from additive_figures_by_province_at(end_of_log());

create macro additive_figures_by_province_as_of(instant) as table from additive_figures_by_province_at(position_as_of(instant));
