-- Question: Where and when were how many suspects arrested?
-- Read: `arrested` sums the figures of a province that count nothing twice. `figures` says how many they are;
-- `is_lower_bound` that one of them was told as "more than".
-- Pitfalls: A total stands in the month in which its period ends, also where it covers half a year. Totals of the whole
-- country lie in no province and are not here. What nobody reported is not here either: read trends with care.
-- Columns: province, month, arrested, figures, is_lower_bound
select
    r.name_zh as province,
    strftime(f.counted_on, '%Y-%m') as month,
    sum(f.value)::bigint as arrested,
    count(*) as figures,
    bool_or(f.qualifier = 'at_least') as is_lower_bound
from additive_figures_by_province as f
inner join dim_region as r on f.province_adcode = r.adcode
where f.metric = 'suspects_arrested'
group by all
order by month nulls last, arrested desc, province;
