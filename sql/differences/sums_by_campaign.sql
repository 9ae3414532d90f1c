-- Sums by campaign, of what adds up.
-- key: campaign, metric, unit
select
    concat_ws(' ', f.campaign, f.metric, f.unit) as key,
    concat(coalesce(c.name_zh, c.name_en, f.campaign), ': ', f.metric) as label,
    f.metric as topic,
    sum(f.value) as value, f.unit, count(*) as figures
from additive_figures_by_campaign as f
left join dim_campaign as c on f.campaign = c.campaign_key
group by f.campaign, c.name_zh, c.name_en, f.metric, f.unit;
