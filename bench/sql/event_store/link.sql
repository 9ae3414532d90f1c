update fact_figure
set case_id = :case_id
where case_report_id = :report_id;

insert into dim_case
select
    :case_id, c.title, c.scheme, c.role, c.campaign_key, c.agency_adcode, c.agency_name, c.occurred_on, a.published_on,
    a.published_on, 1
from case_reports as c
inner join dim_article as a using (article_key)
where c.report_id = :report_id
on conflict (case_id) do update set
    occurred_on = min(occurred_on, excluded.occurred_on),
    first_reported_on = min(first_reported_on, excluded.first_reported_on),
    last_reported_on = max(last_reported_on, excluded.last_reported_on),
    reports = reports + 1;
