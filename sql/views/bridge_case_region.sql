-- grain: case × region × role as believed now; key: case_id, adcode, role. articles: how many tell it.
-- Articles of one case name places more or less exactly. A place that fewer than half as many articles tell as tell the
-- best attested place of that role is left out here; bridge_case_region_history has every telling.
create view bridge_case_region as
select case_id, adcode, role, count(distinct article) as articles
from bridge_case_region_history
where believed_to is null and case_id is not null
group by case_id, adcode, role
qualify 2 * count(distinct article) >= max(count(distinct article)) over (partition by case_id, role);
