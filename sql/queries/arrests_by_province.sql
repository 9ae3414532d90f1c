-- Suspects arrested in the cases of each province, one row a province of today; null where no case tells of any. What only
-- aggregates count is not in it.
select
    p.adcode,
    p.name_en as province,
    cast(sum(m.value) as bigint) as arrested
from dim_region as p
left join dim_region as r on p.adcode = r.province_adcode
left join dim_case as c on r.adcode = c.jurisdiction_adcode
left join case_measure as m on c.case_id = m.case_id and m.metric = 'suspects_arrested' and m.unit = 'person'
where p.level = 'province' and p.valid_to is null
group by all
order by p.adcode;
