-- grain: an article; key: event_id. Input: temp table `codings`
select
    sha256('campaign_reported ' || article) as event_id,
    'article/' || article as stream,
    cause_position,
    sha256('campaign_report ' || i) as report_id,
    article,
    version_sha256,
    campaign_key,
    '行动' || campaign_key as name_zh,
    2020 + (i % 5)::integer as year,
    'campaign.named' as rule,
    20::integer as span_start,
    32::integer as span_end,
    '专项行动' || campaign_key as quote
from codings;
