-- Question: Which cases do most outlets tell?
-- Read: `outlets` counts publishers, `articles` their articles; `days` lie between the first and the last of them.
-- Pitfalls: An article that names no publisher counts as an article and as no outlet. Ten outlets that copy one release are
-- one source: look whether their numbers differ at all (sources_that_disagree.sql).
-- Columns: title, outlets, articles, languages, first_reported, days
select
    c.title,
    count(distinct a.publisher) as outlets,
    count(distinct a.article) as articles,
    string_agg(distinct a.language, ', ' order by a.language) as languages,
    c.first_reported_on as first_reported,
    c.last_reported_on - c.first_reported_on as days
from dim_case as c
inner join bridge_case_article as b using (case_id)
inner join dim_article as a using (article_key)
group by c.case_id, c.title, c.first_reported_on, c.last_reported_on
having count(distinct a.article) > 1
order by outlets desc, articles desc, days desc, c.title;
