-- New events into events.case_reports. Input: `incoming`, new events with batch_position.
-- family: case_report
insert into events.case_reports by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(case_report)
    from incoming
    where case_report is not null
);
