-- A figure must show the words it was read from.
-- severity: error; asset: star_schema
select figure_id, article, metric, quote
from fact_figure
semi join unchecked_versions() using (article_key)
where quote = '' or span_end <= span_start or length(quote) <> span_end - span_start;
