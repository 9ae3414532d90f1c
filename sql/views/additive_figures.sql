-- grain: a figure of which no other here counts any part again; key: figure_id
-- The rows to sum: any sum of `value` over one metric and unit, over all rows or any part of them, counts nothing twice.
-- Not here are parts, daily figures, metrics that do not add up (dim_metric), tellings of a case beside its best value, and
-- of figures that may share something all but the most inclusive; the rule stands at additive_within. What is left out may
-- be more than what is counted twice would have been: a sum is a lower bound. A total of the country takes the place of
-- all that it may contain: for a sum by province or by campaign there are additive_figures_by_province and
-- additive_figures_by_campaign.
-- depends: additive_within
create macro additive_figures_at(at_position) as table
select * exclude (frame_key)
from additive_within(at_position, 'all');

create view additive_figures as from additive_figures_at(end_of_log());

create macro additive_figures_as_of(instant) as table from additive_figures_at(position_as_of(instant));
