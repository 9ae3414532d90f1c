-- Article versions captured and figures read from them, for each of the last days (UTC) on which any were captured.
-- Parameter: limit
with told as (
    select article_key, count(*) as figures
    from fact_figure
    group by article_key
)

select
    strftime(a.captured_at at time zone 'UTC', '%Y-%m-%d') as day,
    count(*) as articles,
    cast(coalesce(sum(t.figures), 0) as bigint) as figures
from dim_article as a
left join told as t using (article_key)
group by day
order by day desc
limit $limit;
