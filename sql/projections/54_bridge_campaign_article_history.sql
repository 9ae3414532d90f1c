-- bridge_campaign_article_history: an article speaks of a campaign while its coding is believed.
insert into bridge_campaign_article_history by name
select
    p.report_id,
    p.article,
    p.captured_position as article_key,
    p.campaign_key,
    p.name_zh,
    p.name_en,
    p.year,
    p.region_adcode,
    c.published_on,
    p.rule,
    p.span_start,
    p.span_end,
    p.quote,
    c.believed_from,
    c.believed_to
from events.campaign_reports as p
inner join affected_codings as c on p.captured_position = c.article_key and p.batch_position = c.believed_from;
