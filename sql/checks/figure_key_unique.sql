-- A figure is believed in at most one way at a time.
-- severity: error; asset: star_schema
select figure_id, believed_from, count(*) as rows_found
from fact_figure_history
semi join unchecked_versions() using (article_key)
group by figure_id, believed_from
having count(*) > 1;
