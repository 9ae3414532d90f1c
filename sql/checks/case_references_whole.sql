-- Every code in a case stands in its dimension.
-- severity: error; asset: star_schema
select c.case_id, c.scheme, c.role, c.jurisdiction_adcode
from dim_case as c
left join dim_scheme as s using (scheme)
left join dim_chain_role as o on c.role = o.role
left join dim_region as r on c.jurisdiction_adcode = r.adcode
where
    (c.scheme is not null and s.scheme is null)
    or (c.role is not null and o.role is null)
    or (c.jurisdiction_adcode is not null and r.adcode is null);
