-- Figures, each known by its article and words: a new coding gives it another id. Of several figures of the same words the
-- metric says which is which.
-- key: article, span_start, span_end, number
select
    concat_ws(
        ' ', f.article, f.span_start, f.span_end,
        row_number() over (partition by f.article, f.span_start, f.span_end order by f.metric, f.ordinal)
    ) as key,
    concat(f.article, ': ', f.metric, ' ', rtrim(rtrim(f.value::varchar, '0'), '.'), ' «', f.quote, '»') as label,
    f.metric as topic,
    f.metric, f.value, f.unit, f.qualifier, f.basis, f.is_subset as subset, f.scope, f.case_id,
    f.campaign_key, f.region_adcode, f.period_start, f.period_end, f.quote
from fact_figure as f;
