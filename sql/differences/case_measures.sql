-- Best values of cases.
-- key: case_id, metric, unit
select
    concat_ws(' ', m.case_id, m.metric, m.unit) as key,
    concat(c.title, ' (', left(m.case_id, 8), '): ', m.metric) as label,
    m.metric as topic,
    m.value, m.qualifier, m.unit, m.alternatives, m.chosen_because
from case_measure as m
inner join dim_case as c using (case_id);
