-- New events into events.region_reports. Input: `incoming`, new events with batch_position.
-- family: region_report
insert into events.region_reports by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(region_report)
    from incoming
    where region_report is not null
);
