-- Cases: what is said of each.
-- key: case_id
select
    case_id as key, concat(title, ' (', left(case_id, 8), ')') as label, null as topic, title, title_zh, title_en, code_name, scheme, role, campaign_key,
    jurisdiction_adcode, agency_name, occurred_on, first_reported_on, last_reported_on, articles, reports, status
from dim_case;
