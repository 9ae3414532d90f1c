-- The figures of the articles that were published last, a few of their columns. Parameter: limit
select published_on, article, metric, value, qualifier, unit, region_name, quote
from figures
order by published_on desc nulls last, article, span_start
limit $limit;
