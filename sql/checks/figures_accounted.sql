-- Every figure in the log is in the history unless its coding never came to be believed.
-- severity: error; asset: star_schema
select f.report_id, f.position
from events.figure_reports as f
inner join coding_history as c
    on f.article = c.article and f.captured_position = c.article_key and f.batch_position = c.believed_from
left join fact_figure_history as h on f.report_id = h.figure_id
where h.figure_id is null;
