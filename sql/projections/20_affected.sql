-- affected_versions: what must be derived anew, the articles that a new event speaks of, with all their versions; and
-- affected_cases, the cases that they tell or told. Everything below is a pure function of the events of these, which is
-- why a refresh and a rebuild agree. Versions are known by a number that grows with the log, so that DuckDB passes over
-- whatever holds none of them without reading it: what is old costs nothing.
create or replace temp table affected_captures as
with affected as (
    select article from events.captures where position > getvariable('projected_position')
    union
    select article from events.readings where position > getvariable('projected_position')
    union
    select article from events.links where position > getvariable('projected_position')
    union
    select article
    from events.quarantined_rows
    where position > getvariable('projected_position') and article is not null
)

select *
from events.captures
semi join affected using (article)
where type in ('article_captured', 'article_withdrawn');

create or replace temp table affected_versions as
select position as article_key
from affected_captures
where type = 'article_captured';

create or replace temp table affected_cases as
select case_id
from case_report_history
semi join affected_versions using (article_key)
where case_id is not null
union
select l.case_id
from events.links as l
semi join affected_versions as v on l.captured_position = v.article_key;
