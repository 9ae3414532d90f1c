-- Article versions captured and figures read from them, for each of the last days (UTC) on which any were captured.
-- Parameter: limit
select
    strftime(a.captured_at at time zone 'UTC', '%Y-%m-%d') as day,
    count(distinct a.article_key) as articles,
    count(f.figure_id) as figures
from dim_article as a
left join fact_figure as f using (article_key)
group by day
order by day desc
limit $limit;
