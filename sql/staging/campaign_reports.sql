-- New events into events.campaign_reports. Input: `incoming`, new events with batch_position.
-- family: campaign_report
insert into events.campaign_reports by name
select * exclude (version_sha256)
from (
    select position, batch_position, cause_position as captured_position, unnest(campaign_report)
    from incoming
    where campaign_report is not null
);
