-- dim_agency: agencies in charge as named in current reports. Made anew each time.
delete from dim_agency;

insert into dim_agency by name
select agency_name, agency_adcode as adcode, count(*) as reports
from case_report_history
where believed_to is null and agency_name is not null
group by agency_name, agency_adcode;
