-- grain: a case that at least one current article tells; key: case_id
-- status: open (arrests or charges are still going on, as far as told) cannot be known from bulletins, so it says how
-- well the case is attested: single_report or several_reports.
create view dim_case as
select
    * exclude (believed_to),
    case when articles > 1 then 'several_reports' else 'single_report' end as status
from case_history
where believed_to is null;
