-- The articles whose rows must be derived anew: those that a new event speaks of. Everything below is a pure function
-- of the events of these articles (and of the cases they tell), which is why a refresh and a rebuild agree.
create or replace temp table affected_articles as
select distinct article
from (
    select capture.article from incoming where capture is not null
    union all
    select reading.article from incoming where reading is not null
    union all
    select link.article from incoming where link is not null
    union all
    select quarantine.article from incoming where quarantine is not null
)
where article is not null;

-- Cases that these articles told until now; those that they tell from now on are added in 40.
create or replace temp table affected_cases as
select distinct case_id
from case_report_history
semi join affected_articles using (article)
where case_id is not null;
