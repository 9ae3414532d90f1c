-- contract: one row a case
-- depends: dim_case, fact_case
create macro cases_at(at_position) as table
select
    c.case_id,
    c.title,
    c.scheme,
    c.role,
    c.campaign_key as campaign,
    c.jurisdiction_adcode,
    r.name_zh as jurisdiction_name,
    f.suspects_arrested,
    f.loss_amount_cny as loss_amount,
    c.first_reported_on as first_reported,
    c.reports
from dim_case_at(at_position) as c
inner join fact_case_at(at_position) as f using (case_id)
left join dim_region as r on c.jurisdiction_adcode = r.adcode;

create view cases as from cases_at(end_of_log());

create macro cases_as_of(instant) as table from cases_at(position_as_of(instant));
