-- bridge_campaign_article_history: an article speaks of a campaign while its coding is believed.
with deleted as (
    delete from bridge_campaign_article_history
    where article in (select article from affected_articles)
    returning hash(bridge_campaign_article_history) as row_hash
)

insert into digest_changes
select 'bridge_campaign_article_history', -count(*), -sum(row_hash) from deleted;

with inserted as (
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
        d.published_on,
        p.rule,
        p.span_start,
        p.span_end,
        p.quote,
        c.believed_from,
        c.believed_to
    from events.campaign_reports as p
    semi join affected_articles using (article)
    inner join coding_history as c
        on p.article = c.article and p.captured_position = c.article_key and p.batch_position = c.believed_from
    left join events.readings as d
        on
            d.type = 'article_read' and p.article = d.article
            and p.captured_position = d.captured_position and p.batch_position = d.batch_position
    returning hash(bridge_campaign_article_history) as row_hash
)

insert into digest_changes
select 'bridge_campaign_article_history', count(*), sum(row_hash) from inserted;
