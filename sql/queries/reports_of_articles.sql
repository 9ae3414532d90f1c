-- Case reports of each article's latest coding, also where the article was withdrawn since; columns report_id, article_key.
-- Input: `asked`, a row an article: article
with codings as (
    select article, article_key, believed_from
    from coding_history
    semi join asked using (article)
    qualify row_number() over (partition by article order by believed_from desc) = 1
)

select distinct r.report_id, r.article_key
from case_report_history as r
inner join codings as c on r.article_key = c.article_key and r.believed_from >= c.believed_from;
