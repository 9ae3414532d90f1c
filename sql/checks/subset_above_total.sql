-- A part is not larger than the largest whole of its metric in the same article and scope.
-- severity: warn; asset: star_schema
select p.figure_id, p.article, p.metric, p.value, max(t.value) as largest_total
from fact_figure as p
semi join unchecked_versions() as v on p.article_key = v.article_key
inner join fact_figure as t
    on
        p.article_key = t.article_key and p.metric = t.metric and p.scope = t.scope and p.unit = t.unit
        and p.case_report_id is not distinct from t.case_report_id and not t.is_subset
where p.is_subset
group by all
having p.value > max(t.value);
