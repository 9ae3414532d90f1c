-- Sums by province, of what adds up.
-- key: province_adcode, metric, unit
select
    concat_ws(' ', f.province_adcode, f.metric, f.unit) as key,
    concat(coalesce(r.name_zh, f.province_adcode), ': ', f.metric) as label,
    f.metric as topic,
    sum(f.value) as value, f.unit, count(*) as figures
from additive_figures_by_province as f
left join dim_region as r on f.province_adcode = r.adcode
group by f.province_adcode, r.name_zh, f.metric, f.unit;
