-- grain: a case with the best current value of its principal measures; key: case_id
-- Every other metric of a case stands in case_measure. Money is in CNY; amounts in another currency stay there.
-- depends: case_measure, dim_case
create macro fact_case_at(at_position) as table
with measures as (
    select
        case_id,
        max(value) filter (where metric = 'suspects_arrested') as suspects_arrested,
        max(qualifier) filter (where metric = 'suspects_arrested') as suspects_arrested_qualifier,
        max(value) filter (where metric = 'suspects_detained') as suspects_detained,
        max(value) filter (where metric = 'suspects_repatriated') as suspects_repatriated,
        max(value) filter (where metric = 'persons_sentenced') as persons_sentenced,
        max(value) filter (where metric = 'gangs_dismantled') as gangs_dismantled,
        max(value) filter (where metric = 'dens_destroyed') as dens_destroyed,
        max(value) filter (where metric = 'cases_solved') as cases_solved,
        max(value) filter (where metric = 'cases_linked') as cases_linked,
        max(value) filter (where metric = 'victims') as victims,
        max(value) filter (where metric = 'loss_amount' and unit = 'CNY') as loss_amount_cny,
        max(qualifier) filter (where metric = 'loss_amount' and unit = 'CNY') as loss_amount_qualifier,
        max(value) filter (where metric = 'amount_involved' and unit = 'CNY') as amount_involved_cny,
        max(value) filter (where metric = 'amount_stopped' and unit = 'CNY') as amount_stopped_cny,
        max(value) filter (where metric = 'amount_frozen' and unit = 'CNY') as amount_frozen_cny,
        max(value) filter (where metric = 'amount_recovered' and unit = 'CNY') as amount_recovered_cny,
        max(value) filter (where metric = 'cash_seized' and unit = 'CNY') as cash_seized_cny,
        max(value) filter (where metric = 'phones_seized') as phones_seized,
        max(value) filter (where metric = 'bank_cards_seized') as bank_cards_seized,
        max(value) filter (where metric = 'officers_deployed') as officers_deployed
    from case_measure_at(at_position)
    group by case_id
)

select
    d.case_id,
    d.campaign_key,
    d.jurisdiction_adcode,
    d.scheme,
    d.role,
    d.occurred_on,
    d.first_reported_on,
    d.last_reported_on,
    d.articles,
    m.* exclude (case_id)
from dim_case_at(at_position) as d
left join measures as m using (case_id);

create view fact_case as from fact_case_at(end_of_log());

create macro fact_case_as_of(instant) as table from fact_case_at(position_as_of(instant));
