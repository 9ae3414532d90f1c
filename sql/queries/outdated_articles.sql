-- Current articles that another coder, or another version of it, read last: in the tables, or kept aside as a whole. What stands
-- behind a + in a version is the number of a reading by it. Parameters: coder, version, month (2026-05 or undated; any where
-- null), articles (any where empty)
with read as (
    select article_key, article, coalesce(strftime(published_on, '%Y-%m'), 'undated') as month, coder, coder_version
    from dim_article
    where is_current and coded_position is not null
    union all
    select a.article_key, a.article, 'undated', q.row_json ->> 'coder', q.row_json ->> 'coder_version'
    from quarantine as q
    inner join dim_article as a using (article, version_sha256)
    where q.table_name = 'articles' and q.status = 'open' and a.is_current and a.status = 'quarantined'
)

-- was_read: whether the very version read it before, so that the next reading needs a number.
select distinct
    article_key,
    month,
    exists (
        from events.readings as r
        where r.captured_position = read.article_key and r.coder = $coder and r.coder_version = $version
    ) as was_read
from read
where
    (coder <> $coder or split_part(coder_version, '+', 1) <> $version)
    and ($month is null or month = $month)
    and (len($articles) = 0 or list_contains($articles, article))
order by article_key;
