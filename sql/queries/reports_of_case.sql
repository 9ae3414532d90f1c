-- The reports of a case: their ids. Parameter: case_id
select report_id
from case_report
where case_id = $case_id
order by report_id;
