-- New events into the tables of schema `events`. Input: `incoming`, some of the new events in the log's columns, and
-- batch_position.
insert into events.envelope
select
    position, batch_position, type, schema_version, stream, occurred_on, recorded_at, actor, run_id, cause_position
from incoming;

insert into events.captures by name
select position, batch_position, recorded_at, type, unnest(capture)
from incoming
where capture is not null;

insert into events.readings by name
select position, batch_position, type, unnest(reading)
from incoming
where reading is not null;

insert into events.case_reports by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(case_report)
    from incoming
    where case_report is not null
);

insert into events.campaign_reports by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(campaign_report)
    from incoming
    where campaign_report is not null
);

insert into events.region_reports by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(region_report)
    from incoming
    where region_report is not null
);

insert into events.figure_reports by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(figure_report)
    from incoming
    where figure_report is not null
);

insert into events.links by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(link)
    from incoming
    where link is not null
);

insert into events.quarantined_rows by name
select position, batch_position, cause_position as captured_position, recorded_at, unnest(quarantine)
from incoming
where quarantine is not null;

insert into events.validations by name
select position, batch_position, recorded_at, run_id, unnest(validation)
from incoming
where validation is not null;

insert into events.batches by name
select position, recorded_at, unnest(batch)
from incoming
where batch is not null;

insert into events.erasures by name
select position, batch_position, recorded_at, unnest(erasure)
from incoming
where erasure is not null;
