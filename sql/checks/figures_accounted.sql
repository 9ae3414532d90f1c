-- Every figure in the log is in the history unless its coding was void from its own commit on, or was erased.
-- severity: error; asset: star_schema
with looked_at as (
    select position
    from fact_figure_history
    semi join unchecked_versions() using (article_key)
)

select e.position, e.stream, e.cause_position
from events.envelope as e
semi join unchecked_versions() as v on e.cause_position = v.article_key
left join looked_at as h on e.position = h.position
where
    e.type = 'figure_reported' and e.erased_at is null and h.position is null
    and not exists (
        from events.readings as r
        left join coding_history as c on r.captured_position = c.article_key and r.batch_position = c.believed_from
        where
            r.type = 'article_coded' and r.captured_position = e.cause_position
            and r.batch_position = e.batch_position and c.article_key is null
    );
