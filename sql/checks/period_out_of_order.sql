-- A period begins before it ends, and both ends are there or neither.
-- severity: error; asset: star_schema
select figure_id, period_start, period_end
from fact_figure
where period_start > period_end or (period_start is null) <> (period_end is null);
