-- Question: Whose articles, or which of their rows, were refused?
-- Read: `articles` are what was captured and not replaced, `out_of_scope` those that are about something else. `rows_refused`
-- failed an expectation and lie in the view quarantine; `refused_percent` is their part of all rows of these articles.
-- Pitfalls: What could not be read at all (`rejected`) never told its publisher; it stands in the row without a name. Out of
-- scope is no fault.
-- Columns: publisher, kind, articles, out_of_scope, rejected, rows_accepted, rows_refused, refused_percent
with rows_told as (
    select article_key, count(*) as rows_accepted
    from (
        select article_key from fact_figure
        union all
        select article_key from case_report
    )
    group by article_key
),

rows_refused as (
    select article, version_sha256, count(distinct (table_name, row_key)) as rows_refused
    from quarantine
    group by article, version_sha256
),

captured as (
    select
        a.publisher,
        count(*) as articles,
        count(*) filter (where a.status = 'out_of_scope') as out_of_scope,
        coalesce(sum(t.rows_accepted), 0) as rows_accepted,
        coalesce(sum(q.rows_refused), 0) as rows_refused
    from dim_article as a
    left join rows_told as t using (article_key)
    left join rows_refused as q on a.article = q.article and a.version_sha256 = q.version_sha256
    where a.is_current
    group by a.publisher
),

rejected as (
    select null::varchar as publisher, count(*) as rejected
    from articles
    where status = 'rejected'
)

select
    publisher,
    source_kind(publisher) as kind,
    coalesce(c.articles, 0) as articles,
    coalesce(c.out_of_scope, 0) as out_of_scope,
    coalesce(r.rejected, 0) as rejected,
    coalesce(c.rows_accepted, 0)::bigint as rows_accepted,
    coalesce(c.rows_refused, 0)::bigint as rows_refused,
    round(100 * c.rows_refused / nullif(c.rows_accepted + c.rows_refused, 0), 1) as refused_percent
from (
    select coalesce(c.publisher, r.publisher) as publisher, c, r
    from captured as c
    full join rejected as r on c.publisher is not distinct from r.publisher
)
order by refused_percent desc nulls last, rejected desc, articles desc, publisher;
