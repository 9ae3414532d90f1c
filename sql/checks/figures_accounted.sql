-- Every figure in the log is in the history unless its coding never came to be believed.
-- severity: error; asset: star_schema
select e.position, e.stream
from events.envelope as e
inner join coding_history as c on e.cause_position = c.article_key and e.batch_position = c.believed_from
left join fact_figure_history as h using (position)
where e.type = 'figure_reported' and h.position is null;
