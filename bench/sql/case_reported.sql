-- grain: an article; key: event_id. Input: temp table `codings`
select
    sha256('case_reported ' || article) as event_id,
    'article/' || article as stream,
    cause_position,
    case_report_id as report_id,
    article,
    version_sha256,
    'case-1' as case_key,
    '某地破获“' || (i % 300) || '”网络诈骗案' as title,
    adcode as agency_adcode,
    '某地公安局' as agency_name,
    'fake_investment' as scheme,
    'fraud' as role,
    campaign_key,
    published_on as occurred_on,
    ['张某' || (i % 90), '李某' || (i % 70)] as suspects,
    0.9::decimal(5, 4) as confidence,
    'case.heading' as rule,
    40::integer as span_start,
    90::integer as span_end,
    '公安机关经缜密侦查，破获网络诈骗案 ' || i as quote
from codings;
