-- What is common to every event of a made-up coding. Input: temp table `places` (adcodes: one list), parameters. Article
-- number i was captured at position first_position + i - first_article. Input of the other files beside this one.
-- grain: an article; key: article
create or replace temp table codings as
select
    i,
    'bulletins/' || (i // 1000) || '.jsonl#' || i as article,
    sha256('text ' || i) as version_sha256,
    ($first_position + i - $first_article)::bigint as cause_position,
    date '2019-01-01' + (i % 2500)::integer as published_on,
    sha256('case_report ' || i) as case_report_id,
    -- One article in five tells a case that an earlier one told.
    sha256('case ' || case when i % 5 = 0 then i // 7 else i end) as case_id,
    'campaign_' || (i % 40) as campaign_key,
    adcodes[1 + (hash(i) % len(adcodes))::integer] as adcode
from range($first_article, $first_article + $articles) as numbers (i)
cross join places;
