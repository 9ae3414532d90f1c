-- The figures of the articles that were published last, a few of their columns. Parameter: limit
with newest as (
    from fact_figure
    order by published_on desc nulls last, article, span_start, ordinal
    limit $limit
)

select f.published_on, f.article, f.metric, f.value, f.qualifier, f.unit, r.name_zh as region_name, f.quote
from newest as f
left join dim_region as r on f.region_adcode = r.adcode
order by f.published_on desc nulls last, f.article, f.span_start, f.ordinal;
