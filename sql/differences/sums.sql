-- Sums over everything, of what adds up.
-- key: metric, unit
select
    concat_ws(' ', metric, unit) as key, metric as label, metric as topic, sum(value) as value, unit, count(*) as figures
from additive_figures
group by metric, unit;
