-- The case reports that an article tells, or that tell a case: columns as in find_reports.sql. Parameters: article, case_id (any
-- where null)
select
    'case_report' as target, r.report_id, r.article, r.article_key, a.version_sha256, r.title as match_key, r.span_start,
    r.span_end, r.quote, 1 as occurrence, n.reports as occurrences, r.case_id, r.title as label
from case_report as r
inner join dim_article as a using (article_key)
inner join (select article_key, count(*) as reports from case_report group by article_key) as n using (article_key)
where ($article is null or r.article = $article) and ($case_id is null or r.case_id = $case_id)
order by r.report_id;
