-- Open items of the quarantine, oldest first: one row a quarantined row, with the expectations that caught it.
-- Parameters: positions (all where empty), articles (all where empty)
select
    min(q.position) as position, q.table_name, q.article, any_value(a.article_key) as article_key, q.row_key,
    list(q.expectation order by q.position) as expectations, first(q.reason order by q.position) as reason,
    min(q.quarantined_at) as quarantined_at, any_value(q.row_json) as row_json
from quarantine as q
left join dim_article as a on q.article = a.article and q.version_sha256 = a.version_sha256 and a.is_current
where q.status = 'open'
group by q.table_name, q.article, q.row_key, q.version_sha256
having
    (len($positions) = 0 or list_has_any($positions, list(q.position)))
    and (len($articles) = 0 or list_contains($articles, q.article))
order by position;
