-- Places in charge of current case reports; a place may come twice. Grain: a report and a place that it names.
create or replace temp view report_places as
select report_id, agency_adcode as adcode
from case_report
where agency_adcode is not null
union all
select case_report_id, adcode
from bridge_case_region_history
where role = 'jurisdiction' and is_believed(believed_from, believed_to, end_of_log());
