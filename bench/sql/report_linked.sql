-- grain: an article; key: event_id. Input: temp table `codings`
select
    sha256('report_linked ' || article) as event_id,
    'case/' || case_id as stream,
    cause_position,
    case_report_id as report_id,
    article,
    version_sha256,
    case_id,
    case when i % 5 = 0 then 0.8 else 1.0 end::decimal(5, 4) as score,
    case when i % 5 = 0 then 'matched' else 'new' end as decision,
    ['the same place', 'the same number of arrests'] as reasons
from codings;
