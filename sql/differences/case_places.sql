-- Places of cases, each in its role.
-- key: case_id, role, adcode
select
    concat_ws(' ', b.case_id, b.role, b.adcode) as key,
    concat(c.title, ' (', left(b.case_id, 8), '): ', b.role, ' ', coalesce(r.name_zh, b.adcode)) as label,
    b.role as topic,
    b.articles
from bridge_case_region as b
inner join dim_case as c using (case_id)
left join dim_region as r using (adcode);
