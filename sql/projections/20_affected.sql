-- affected_versions: what must be derived anew, the articles that a new event speaks of, with all their versions; and
-- affected_cases, the cases that they tell or told. Everything below is a pure function of the events of these, which is
-- why a refresh and a rebuild agree. Versions are known by a number that grows with the log, so that DuckDB passes over
-- whatever holds none of them without reading it: what is old costs nothing. Corrections are few, and all of them
-- are looked at.
create or replace temp table new_corrections as
with fresh as (
    select position, revoked_position
    from events.corrections
    where position > getvariable('projected_position')
)

select c.*
from events.corrections as c
where
    c.position in (select position from fresh)
    or c.batch_position in (
        select named.batch_position
        from fresh
        inner join events.corrections as named on fresh.revoked_position = named.position
    );

-- Cases that are or were merged with one that a new merge, or the end of one, speaks of.
create or replace temp table merged_cases as
with recursive merges as (
    select case_id, other_case_id from events.corrections where type = 'cases_merged'
),

touched as (
    select unnest([case_id, other_case_id]) as case_id
    from new_corrections
    where type = 'cases_merged'
    union
    select unnest([m.case_id, m.other_case_id])
    from merges as m
    inner join touched as t on t.case_id in (m.case_id, m.other_case_id)
)

select case_id from touched;

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
    union
    select article from new_corrections where article is not null
    union
    select article from case_report_history semi join merged_cases using (case_id)
)

select *
from events.captures
semi join affected using (article)
where type in ('article_captured', 'article_withdrawn');

create or replace temp table affected_versions as
select position as article_key
from affected_captures
where type = 'article_captured';

-- Those that reports went to or may go to: which case a link means now, merges say, whose cases are added with it.
create or replace temp table affected_cases as
with recursive merges as (
    select case_id, other_case_id from events.corrections where type = 'cases_merged'
),

named as (
    select case_id
    from case_report_history
    semi join affected_versions using (article_key)
    where case_id is not null
    union
    select l.case_id
    from events.links as l
    semi join affected_versions as v on l.captured_position = v.article_key
    union
    select d.case_id
    from events.corrections as d
    semi join affected_captures using (article)
    where d.case_id is not null
    union
    select case_id from new_corrections where target = 'case'
    union
    select unnest([m.case_id, m.other_case_id])
    from merges as m
    inner join named as n on n.case_id in (m.case_id, m.other_case_id)
)

select case_id from named;

-- Those of them that have rows by now. Mostly there are none, and nothing needs to be looked for.
create or replace temp table known_cases as
select distinct case_id
from case_history
semi join affected_cases using (case_id);
