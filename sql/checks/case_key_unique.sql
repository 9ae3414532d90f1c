-- A case has one current description.
-- severity: error; asset: star_schema
select case_id, count(*) as rows_found
from dim_case
group by case_id
having count(*) > 1;
