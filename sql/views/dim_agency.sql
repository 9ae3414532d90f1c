-- grain: an agency in charge as named in current reports, by name and place; key: agency_name, adcode
-- depends: case_report
create macro dim_agency_at(at_position) as table
select agency_name, agency_adcode as adcode, count(*) as reports
from case_report_at(at_position)
where agency_name is not null
group by agency_name, agency_adcode;

create view dim_agency as from dim_agency_at(end_of_log());

create macro dim_agency_as_of(instant) as table from dim_agency_at(position_as_of(instant));
