-- Cases: what is said of each, and its best values.
-- key: case_id
select
    d.case_id as key,
    d.title as label,
    d.* exclude (case_id, corrections, believed_from),
    f.* exclude (
        case_id, campaign_key, jurisdiction_adcode, scheme, role, occurred_on, first_reported_on, last_reported_on, articles
    )
from dim_case as d
inner join fact_case as f using (case_id);
