-- contract: one row a place in a role for a case
-- depends: bridge_case_region
create view case_regions as
select b.case_id, b.adcode, r.name_zh as region_name, b.role
from bridge_case_region as b
left join dim_region as r using (adcode);
