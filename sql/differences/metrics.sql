-- Metrics: whether they add up decides what sums hold.
-- key: metric
select metric as key, metric as label, null as topic, unit, additive, name_zh, name_en, definition_zh, definition_en
from dim_metric;
