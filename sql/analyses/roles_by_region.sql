-- Question: Which part of the chain is found where?
-- Read: Cases by the province of the police in charge, and by what the suspects did: the fraud itself, leading victims to
-- it (traffic), lines and cards for it (telecom), money (laundering), software (tech), personal data.
-- Pitfalls: The place is where the police are, not where victims or the den were; bridge_case_region has those. A case has
-- one role, the one that most of its reports give.
-- Columns: province, cases, fraud, traffic, telecom, laundering, tech, data, not_told
select
    coalesce(p.name_zh, r.name_zh) as province,
    count(*) as cases,
    count(*) filter (where c.role = 'fraud') as fraud,
    count(*) filter (where c.role = 'traffic') as traffic,
    count(*) filter (where c.role = 'telecom') as telecom,
    count(*) filter (where c.role = 'laundering') as laundering,
    count(*) filter (where c.role = 'tech') as tech,
    count(*) filter (where c.role = 'data') as data,
    count(*) filter (where c.role is null) as not_told
from dim_case as c
left join dim_region as r on c.jurisdiction_adcode = r.adcode
left join dim_region as p on r.province_adcode = p.adcode
group by all
order by cases desc, province;
