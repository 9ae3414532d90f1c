-- grain: an article, a role of its place; key: event_id. Input: temp table `codings`
select
    sha256('region_reported ' || role || article) as event_id,
    'article/' || article as stream,
    cause_position,
    sha256('region_report ' || role || i) as report_id,
    article,
    version_sha256,
    'case-1' as case_key,
    case_report_id,
    adcode,
    role,
    'place.' || role as rule,
    50::integer as span_start,
    56::integer as span_end,
    '某地公安机关' as quote
from codings
cross join (values ('jurisdiction'), ('site')) as roles (role);
