-- Suspects arrested in the cases of each province, one row a province of today; null where no case tells of any. What only
-- aggregates count is not in it.
select
    p.adcode,
    p.name_en as province,
    cast(sum(f.suspects_arrested) as bigint) as arrested
from dim_region as p
left join dim_region as r on p.adcode = r.province_adcode
left join fact_case as f on r.adcode = f.jurisdiction_adcode
where p.level = 'province' and p.valid_to is null
group by all
order by p.adcode;
