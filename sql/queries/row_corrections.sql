-- What people said of quarantined rows when they released them, of articles that are not erased: the row as it was, and the
-- columns that were set or emptied.
-- Parameters: articles (positions of captures)
select
    q.position, q.table_name, q.row_json,
    c.metric, c.value, c.unit, c.qualifier, c.basis, c.subset, c.region_adcode, c.period_start, c.period_end,
    c.title, c.scheme, c.role, c.campaign_key, c.occurred_on,
    coalesce(c.cleared, []) as cleared
from events.corrections as c
inner join events.quarantined_rows as q on c.quarantined_position = q.position
where c.type = 'row_released' and c.article is not null and list_contains($articles, q.captured_position)
order by c.position;
