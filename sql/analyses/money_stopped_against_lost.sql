-- Question: How much money was stopped, frozen or given back, against what was lost?
-- Read: Sums in CNY by province, each of figures that count nothing twice. Null is "nobody told", not zero.
-- Pitfalls: Do not add the columns up: money that was stopped may later be given back and is then told of again. A bureau
-- that counts what it stopped seldom counts what was lost, so a ratio of the two compares different things. Money in
-- other currencies is left out.
-- Columns: province, lost, stopped, frozen, recovered, prevented
select
    r.name_zh as province,
    sum(f.value) filter (where f.metric = 'loss_amount') as lost,
    sum(f.value) filter (where f.metric = 'amount_stopped') as stopped,
    sum(f.value) filter (where f.metric = 'amount_frozen') as frozen,
    sum(f.value) filter (where f.metric = 'amount_recovered') as recovered,
    sum(f.value) filter (where f.metric = 'losses_prevented') as prevented
from additive_figures_by_province as f
inner join dim_region as r on f.province_adcode = r.adcode
where
    f.unit = 'CNY'
    and f.metric in ('loss_amount', 'amount_stopped', 'amount_frozen', 'amount_recovered', 'losses_prevented')
group by all
order by greatest(lost, stopped, frozen, recovered, prevented) desc, province;
