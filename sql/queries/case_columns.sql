-- What is said of a case, as far as it can be corrected. Parameter: case_id
select title, scheme, role, campaign_key, jurisdiction_adcode, occurred_on
from dim_case
where case_id = $case_id;
