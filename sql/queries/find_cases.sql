-- Cases whose id begins with a text, merged ones under the case that they are told under. Parameter: id
select distinct coalesce(a.canonical_case_id, c.case_id) as case_id, d.title
from (
    select case_id from dim_case where starts_with(case_id, $id)
    union
    select case_id from case_alias where starts_with(case_id, $id)
) as c
left join case_alias as a using (case_id)
inner join dim_case as d on coalesce(a.canonical_case_id, c.case_id) = d.case_id
order by case_id
limit 20;
