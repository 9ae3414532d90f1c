-- The reports of a case that an article tells: their ids. Parameters: article, case_id (any case where null)
select report_id
from case_report
where article = $article and ($case_id is null or case_id = $case_id)
order by report_id;
