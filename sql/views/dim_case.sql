-- grain: a case that at least one current article tells; key: case_id
-- status: open (arrests or charges are still going on, as far as told) cannot be known from bulletins, so it says how
-- well the case is attested: single_report or several_reports.
-- depends: believed_at
create macro dim_case_at(at_position) as table
select
    * exclude (believed_to),
    case when articles > 1 then 'several_reports' else 'single_report' end as status
from case_history
where is_believed(believed_from, believed_to, at_position);

create view dim_case as from dim_case_at(end_of_log());

create macro dim_case_as_of(instant) as table from dim_case_at(position_as_of(instant));
