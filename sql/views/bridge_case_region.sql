-- grain: case × region × role as believed now; key: case_id, adcode, role. articles: how many tell it.
create view bridge_case_region as
select case_id, adcode, role, count(distinct article) as articles
from bridge_case_region_history
where believed_to is null and case_id is not null
group by case_id, adcode, role;
