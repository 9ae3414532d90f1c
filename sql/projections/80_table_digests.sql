-- table_digests: the digests move in the transaction that holds the rows. Input: temp table `digest_changes`, what left
-- them; added here are the rows that were derived and the new events.
insert into digest_changes
select table_name, count(*), sum(row_hash) from affected_hashes group by table_name;

-- The rows of cases that had none: they are all believed from the new events on.
insert into digest_changes
select 'case_history', count(*), sum(hash(t))
from case_history as t
semi join affected_cases using (case_id)
anti join known_cases using (case_id)
where believed_from > getvariable('projected_position')
union all
select 'case_measure_history', count(*), sum(hash(t))
from case_measure_history as t
semi join affected_cases using (case_id)
anti join known_cases using (case_id)
where believed_from > getvariable('projected_position');

insert into digest_changes
select 'events.envelope', count(*), sum(hash(t))
from events.envelope as t
where position > getvariable('projected_position')
union all
select 'events.captures', count(*), sum(hash(t))
from events.captures as t
where position > getvariable('projected_position')
union all
select 'events.readings', count(*), sum(hash(t))
from events.readings as t
where position > getvariable('projected_position')
union all
select 'events.case_reports', count(*), sum(hash(t))
from events.case_reports as t
where position > getvariable('projected_position')
union all
select 'events.campaign_reports', count(*), sum(hash(t))
from events.campaign_reports as t
where position > getvariable('projected_position')
union all
select 'events.region_reports', count(*), sum(hash(t))
from events.region_reports as t
where position > getvariable('projected_position')
union all
select 'events.links', count(*), sum(hash(t))
from events.links as t
where position > getvariable('projected_position')
union all
select 'events.quarantined_rows', count(*), sum(hash(t))
from events.quarantined_rows as t
where position > getvariable('projected_position')
union all
select 'events.validations', count(*), sum(hash(t))
from events.validations as t
where position > getvariable('projected_position')
union all
select 'events.batches', count(*), sum(hash(t))
from events.batches as t
where position > getvariable('projected_position')
union all
select 'events.erasures', count(*), sum(hash(t))
from events.erasures as t
where position > getvariable('projected_position')
union all
select 'events.corrections', count(*), sum(hash(t))
from events.corrections as t
where position > getvariable('projected_position');

update table_digests
set
    table_rows = table_digests.table_rows + changes.table_rows,
    digest = table_digests.digest + changes.digest
from (
    select table_name, sum(table_rows) as table_rows, coalesce(sum(digest), 0) as digest
    from digest_changes
    group by table_name
) as changes
where table_digests.table_name = changes.table_name;
