-- New events into the tables of schema `events`. Input: temp table `incoming`, the log's columns and batch_position.
with inserted as (
    insert into events.envelope
    select
        position, batch_position, event_id, type, schema_version, stream, occurred_on, recorded_at, actor, run_id,
        cause_position, digest
    from incoming
    returning hash(envelope) as row_hash
)

insert into digest_changes
select 'events.envelope', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.captures by name
    select position, batch_position, recorded_at, type, unnest(capture)
    from incoming
    where capture is not null
    returning hash(captures) as row_hash
)

insert into digest_changes
select 'events.captures', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.readings by name
    select position, batch_position, type, unnest(reading)
    from incoming
    where reading is not null
    returning hash(readings) as row_hash
)

insert into digest_changes
select 'events.readings', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.case_reports by name
    select position, batch_position, cause_position as captured_position, unnest(case_report)
    from incoming
    where case_report is not null
    returning hash(case_reports) as row_hash
)

insert into digest_changes
select 'events.case_reports', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.campaign_reports by name
    select position, batch_position, cause_position as captured_position, unnest(campaign_report)
    from incoming
    where campaign_report is not null
    returning hash(campaign_reports) as row_hash
)

insert into digest_changes
select 'events.campaign_reports', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.region_reports by name
    select position, batch_position, cause_position as captured_position, unnest(region_report)
    from incoming
    where region_report is not null
    returning hash(region_reports) as row_hash
)

insert into digest_changes
select 'events.region_reports', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.figure_reports by name
    select position, batch_position, cause_position as captured_position, unnest(figure_report)
    from incoming
    where figure_report is not null
    returning hash(figure_reports) as row_hash
)

insert into digest_changes
select 'events.figure_reports', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.links by name
    select position, batch_position, unnest(link)
    from incoming
    where link is not null
    returning hash(links) as row_hash
)

insert into digest_changes
select 'events.links', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.quarantined_rows by name
    select position, batch_position, cause_position as captured_position, recorded_at, unnest(quarantine)
    from incoming
    where quarantine is not null
    returning hash(quarantined_rows) as row_hash
)

insert into digest_changes
select 'events.quarantined_rows', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.validations by name
    select position, batch_position, recorded_at, run_id, unnest(validation)
    from incoming
    where validation is not null
    returning hash(validations) as row_hash
)

insert into digest_changes
select 'events.validations', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.batches by name
    select position, recorded_at, unnest(batch)
    from incoming
    where batch is not null
    returning hash(batches) as row_hash
)

insert into digest_changes
select 'events.batches', count(*), sum(row_hash) from inserted;

with inserted as (
    insert into events.erasures by name
    select position, batch_position, recorded_at, unnest(erasure)
    from incoming
    where erasure is not null
    returning hash(erasures) as row_hash
)

insert into digest_changes
select 'events.erasures', count(*), sum(row_hash) from inserted;
