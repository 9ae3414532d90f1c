-- Current case reports that are told under the name of one of the cases; columns report_id, article_key. Where people merged
-- cases these are the reports of all of them: the caller looks at their cases again.
-- Input: `asked`, a row a case: case_id
with names as (
    select coalesce(a.canonical_case_id, q.case_id) as case_id
    from asked as q
    left join case_alias as a on q.case_id = a.case_id
)

select r.report_id, r.article_key
from case_report as r
semi join names using (case_id);
