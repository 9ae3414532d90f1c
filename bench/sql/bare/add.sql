-- Adds to the star what came after `after`, in one transaction. What is known of a case or campaign stays, its first and
-- last day and its counts move.
begin transaction;

insert into dim_article by name from new_articles;

merge into dim_case as d
using new_cases as n on d.case_id = n.case_id
when matched then update set
    occurred_on = least(d.occurred_on, n.occurred_on),
    first_reported_on = least(d.first_reported_on, n.first_reported_on),
    last_reported_on = greatest(d.last_reported_on, n.last_reported_on),
    reports = d.reports + n.reports
when not matched then insert by name;

merge into dim_campaign as d
using new_campaigns as n on d.campaign_key = n.campaign_key
when matched then update set
    first_published_on = least(d.first_published_on, n.first_published_on),
    last_published_on = greatest(d.last_published_on, n.last_published_on),
    articles = d.articles + n.articles
when not matched then insert by name;

insert into fact_figure by name from new_figures;

commit;

checkpoint;
