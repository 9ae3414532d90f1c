-- contract: one row a place in a role for a case
-- depends: bridge_case_region
create macro case_regions_at(at_position) as table
select b.case_id, b.adcode, r.name_zh as region_name, b.role
from bridge_case_region_at(at_position) as b
left join dim_region as r using (adcode);

create view case_regions as from case_regions_at(end_of_log());

create macro case_regions_as_of(instant) as table from case_regions_at(position_as_of(instant));
