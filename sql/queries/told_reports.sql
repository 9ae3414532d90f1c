-- Current case reports with the year and the month (since the year 0) in which each was published or, where that is not known,
-- captured. Grain: a report.
create or replace temp view told_reports as
select
    r.report_id, r.article_key, r.title, r.suspects, r.quote, r.code_name, r.occurred_on, year(told_on) as year,
    year(told_on) * 12 + month(told_on) - 1 as month
from case_report as r
left join article_history as a
    on r.published_on is null and r.article_key = a.article_key and a.believed_to is null
cross join lateral (select coalesce(r.published_on, (a.captured_at at time zone 'UTC')::date) as told_on);
